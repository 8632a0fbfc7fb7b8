"""Seal an assignment: its public cases written out, what is due and what beliefs lead to in boxes. Pure.

In: an assignment with its author's functions.  Out: the bytes of a file that holds neither those nor an answer.
"""

import itertools
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from grader.errors import AuthorError
from grader.grading.checking import PlannedExercise
from grader.grading.diagnosis import filled
from grader.grading.diagnosis.search import Explanation, Model, stages
from grader.grading.grade import plan
from grader.grading.sealed import boxes
from grader.grading.sealed.boxes import place_of
from grader.grading.sealed.file import (
    FORMAT,
    SealedAnswers,
    SealedCase,
    SealedCriterion,
    SealedExercise,
    SealedFile,
    array_written,
    encoded,
    sealed_call,
)
from grader.model import Assignment, Case, Criterion
from grader.topics.sealing import sealed as sealed_question
from grader.topics.sealing import stretched_all

SEALABLE = frozenset({"shape", "values", "gradient", "raises", "inputs", "answer"})
MAX_BELIEFS = 400  # boxes for one returned value
EXPLAINED = range(3)  # stages: beliefs, slips, pairs of beliefs


def seal_assignment(assignment: Assignment) -> bytes:
    """Return an assignment's sealed file: the same bytes each time.

    Parameters
    ----------
    assignment : Assignment
        With its topics.

    Raises
    ------
    AuthorError
        If a call has no way to be written, or nothing of the assignment can be sealed.
    """
    left_out: list[str] = []
    exercises = [_exercise(one, assignment.digest, left_out) for one in plan(assignment).exercises]
    kept = tuple(one for one in exercises if one.criteria)
    if not kept:
        raise AuthorError([f"{assignment.folder.name}: nothing of it can be sealed: {'; '.join(left_out)}"])
    limits = msgspec.to_builtins(assignment.limits)
    return encoded(
        SealedFile(
            format=FORMAT,
            id=assignment.id,
            title=assignment.title,
            slides=assignment.slides,
            digest=assignment.digest,
            limits=limits,
            imports=assignment.imports,
            exercises=kept,
            left_out=tuple(left_out),
        )
    )


def _exercise(planned: PlannedExercise, salt: str, left_out: list[str]) -> SealedExercise:
    exercise = planned.exercise
    cases = [case for case in planned.cases if _has_one_answer(planned, case)]
    names = ", ".join(case.id for case in planned.cases if case not in cases)
    left_out += [f"{exercise.id}: cases with more than one right answer ({names})"] if names else []
    criteria = [one for one in exercise.criteria if one.check in SEALABLE and any(map(one.looks_at, cases))]
    others = ", ".join(one.id for one in exercise.criteria if one not in criteria)
    left_out += [f"{exercise.id}: {others}"] if others else []
    question = None
    if exercise.question is not None:
        shut = exercise.question.sealed or sealed_question(exercise.question)
        question = SealedAnswers(of=shut.of, boxes=shut.boxes, otherwise=exercise.question.otherwise)
    return SealedExercise(
        id=exercise.id,
        title=exercise.title,
        slide=exercise.slide,
        also=exercise.also,
        forbidden=exercise.forbidden,
        criteria=tuple(_criterion(one) for one in criteria),
        question=question,
        returns=planned.operation.returns if planned.operation is not None else ("answer",),
        cases=tuple(_case(planned, case, salt) for case in cases) if criteria else (),
        beliefs=_beliefs(planned, cases, salt) if criteria else {},
    )


def _has_one_answer(planned: PlannedExercise, case: Case) -> bool:
    return not any(due.conventions for due in planned.expected.get(case.id, {}).values())


def _criterion(criterion: Criterion) -> SealedCriterion:
    return SealedCriterion(
        id=criterion.id,
        check=criterion.check,
        points=str(criterion.points),
        of=criterion.of,
        cases=criterion.cases,
        others=criterion.others,
    )


def _case(planned: PlannedExercise, case: Case, salt: str) -> SealedCase:
    due = planned.expected.get(case.id, {})
    return SealedCase(
        id=case.id,
        why=case.why,
        sizes=dict(case.sizes),
        arguments={name: array_written(array) for name, array in case.arguments.items()},
        calls=tuple(sealed_call(call, case) for call in case.calls) if planned.operation is not None else (),
        raises=case.raises,
        unit=case.unit,
        kind=case.kind,
        due={
            output: boxes.seal(one, salt, place_of(planned.exercise.id, case.id, output)) for output, one in due.items()
        },
    )


# ---------------------------------------------------------------------------------- beliefs


def _beliefs(planned: PlannedExercise, cases: Sequence[Case], salt: str) -> dict[str, tuple[str, ...]]:
    """Return boxes that answers of somebody with a belief open, by returned value, in an order that says nothing."""
    family, operation = planned.topic.family(planned.exercise.id), planned.operation
    legal = [case for case in cases if case.raises is None]
    if family is None or operation is None or family.seen_in is not None or not legal:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for output in operation.returns:
        place = place_of(planned.exercise.id, "*", output)
        due = [planned.expected[case.id][output].value for case in legal]
        right = boxes.answers_digest(due, place)
        held: dict[bytes, list[Explanation]] = {}
        wrong: dict[bytes, Case] = {}
        model = Model(family, planned.exercise.id, output)
        for one in itertools.islice(_candidates(model), MAX_BELIEFS):
            answers = [model.value(case, one.knobs) for case in legal]
            digest = boxes.answers_digest(answers, place)
            if digest is None or digest == right:
                continue
            pairs = zip(legal, answers, due, strict=True)
            missed = [case for case, came, want in pairs if came is not None and not np.array_equal(came, want)]
            if missed:
                held.setdefault(digest, []).append(one)
                wrong.setdefault(digest, min(missed, key=_size))
        keys = zip(held, stretched_all([*held], salt), strict=True)
        found[output] = tuple(sorted(boxes.shut(_said(held[one], wrong[one], output), key) for one, key in keys))
    return found


def _candidates(model: Model) -> Iterator[Explanation]:
    """Yield beliefs, slips and pairs of beliefs."""
    for stage, candidates in stages(model, ()):
        if stage in EXPLAINED:
            yield from candidates


def _size(case: Case) -> int:
    return sum(array.size for array in case.arguments.values())


def _said(explanations: Sequence[Explanation], case: Case, output: str) -> bytes:
    """Return what a box says: the simplest explanation, and the names of those that are no less simple."""
    simplest = [one for one in explanations if one.stage == min(each.stage for each in explanations)]
    names = dict.fromkeys(one.name for one in simplest)
    first, shown = simplest[0], simplest[0].misconceptions[0]
    said = {
        "misconceptions": [one.id for one in first.misconceptions],
        "equivalent": [name for name in names if name != first.name],
        "hint": filled(shown.hint, case.sizes),
        "slide": shown.slide,
        "belief": shown.belief,
        "is_slip": shown.is_slip,
        "output": output,
    }
    return msgspec.json.encode(said)
