"""Grade a submission by a sealed file: each answer is tried as the key of the box that it is held against.

In: a submission, a sealed file, a sandbox.  Out: a Report. A right answer opens its box, and the checks of every other
assignment look at what is in it. A wrong one opens nothing: the report says which number is wrong, and not what is due.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from grader.errors import OperatorError
from grader.grading import student_text
from grader.grading.checking import PlannedExercise, grade_exercise
from grader.grading.checks.answers import as_array
from grader.grading.grade import Plan, report_of
from grader.grading.running import take_numbers
from grader.grading.sealed import boxes
from grader.grading.sealed.boxes import place_of
from grader.grading.sealed.file import (
    ENDING,
    MAX_BYTES,
    SealedCase,
    SealedExercise,
    SealedFile,
    array_of,
    call_of,
    decoded,
)
from grader.model import (
    PUBLIC_SEED,
    Assignment,
    Call,
    Case,
    Criterion,
    Diagnosis,
    Evidence,
    Exercise,
    ExerciseReport,
    Expected,
    Limits,
    Outcome,
    Question,
    Report,
    Result,
    Sealed,
    Submission,
    digest_of_seed,
)
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.topics.operation import Operation

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEFT_OUT = "left to the course, which has its author's functions: {what}"
LOOKED_AT = 400  # numbers of an exercise that are tried one by one: a second's work
BESIDE = ("wrong-value", "wrong-shape", "wrong-type")  # reasons that say what is due


@dataclasses.dataclass(frozen=True, eq=False, kw_only=True)
class SealedPlan(Plan):
    """A plan whose answers are in boxes."""

    file: SealedFile


def find_sealed(folder: Path, name: str | None = None) -> Path | None:
    """Return the sealed file in a folder: of the assignment that was named, or the only one there is."""
    found = sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else []
    if name is not None:
        found = [path for path in found if path.name == f"{name}{ENDING}"]
    return found[0] if len(found) == 1 else None


def load_sealed(path: Path) -> SealedPlan:
    """Read a sealed file.

    Raises
    ------
    OperatorError
        If it is none.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}") from None
    file = decoded(data, path.name)
    try:
        exercises = tuple(_planned(one) for one in file.exercises)
        limits = Limits(**file.limits)  # type: ignore[arg-type]
    except (LookupError, TypeError, ValueError, AttributeError):
        raise OperatorError(f"{path.name} is no sealed file, or only a part of one: download it again") from None
    assignment = Assignment(
        id=file.id,
        title=file.title,
        slides=file.slides,
        exercises=tuple(one.exercise for one in exercises),
        limits=limits,
        imports=file.imports,
        cases=(),
        folder=path.parent,
        digest=file.digest,
    )
    seed = digest_of_seed(file.id, PUBLIC_SEED)
    return SealedPlan(assignment=assignment, exercises=exercises, seed_digest=seed, file=file)


def _planned(sealed: SealedExercise) -> PlannedExercise:
    question = None
    if sealed.question is not None:
        shut = Sealed(of=sealed.question.of, boxes=sealed.question.boxes)
        question = Question(sealed=shut, otherwise=sealed.question.otherwise)
    criteria = tuple(
        Criterion(
            id=one.id,
            check=one.check,  # type: ignore[arg-type]  # an unknown one is broken, and costs nothing
            points=Fraction(one.points),
            of=one.of,
            cases=one.cases,
            others=one.others,
        )
        for one in sealed.criteria
    )
    exercise = Exercise(
        id=sealed.id,
        title=sealed.title,
        slide=sealed.slide,
        criteria=criteria,
        question=question,
        also=sealed.also,
        forbidden=sealed.forbidden,
    )
    operation = None if question is not None else _without_reference(sealed)
    cases = tuple(_case(sealed, one) for one in sealed.cases)
    return PlannedExercise(exercise=exercise, operation=operation, cases=cases, expected={})


def _without_reference(sealed: SealedExercise) -> Operation:
    """Return an operation of which only the name and the returned values are known."""

    def unknown(*_: Any) -> Any:
        raise NotImplementedError(f"a sealed file has no reference of {sealed.id}")

    return Operation(id=sealed.id, shapes={}, returns=sealed.returns, calls=unknown, reference=unknown)


def _case(sealed: SealedExercise, case: SealedCase) -> Case:
    arguments = {name: array_of(array) for name, array in case.arguments.items()}
    calls: tuple[Call, ...] = tuple(call_of(call, arguments) for call in case.calls)
    if sealed.question is not None:
        calls = (Call(function=sealed.id, arguments=(), names=(), returns=("answer",), is_question=True),)
    return Case(
        id=case.id,
        exercise=sealed.id,
        why=case.why,
        sizes=case.sizes,
        arguments=arguments,
        calls=calls,
        raises=case.raises,
        unit=case.unit,
        kind=case.kind,
    )


# ----------------------------------------------------------------------------------- grading


def grade_sealed(
    submission: Submission, plan: SealedPlan, sandbox: Sandbox, exercises: Sequence[str] | None = None
) -> Report:
    """Grade one submission by a sealed file.

    Parameters
    ----------
    submission : Submission
    plan : SealedPlan
    sandbox : Sandbox
    exercises : sequence of str, optional
        The ids of those to grade; all if not given.
    """
    reports = []
    with Runner(sandbox, submission, False) as runner:
        for sealed, planned in zip(plan.file.exercises, plan.exercises, strict=True):
            if exercises is not None and planned.exercise.id not in exercises:
                continue
            with runner.exercise(planned.due_bytes):
                report = _graded(sealed, planned, plan.file.digest, runner)
                runner.note_what_was_left_out(planned.exercise.id)
            reports.append(student_text.bound(report, student_text.MAX_TEXT // len(plan.exercises)))
        unreadable = [runner.unreadable] if runner.unreadable else []
        notes = [*unreadable, *submission.notes, *runner.notes]
    notes += [LEFT_OUT.format(what=what) for what in plan.file.left_out]
    return report_of(submission, plan, sandbox.level, reports, notes)


def _graded(sealed: SealedExercise, planned: PlannedExercise, salt: str, runner: Runner) -> ExerciseReport:
    opening = _Opening(sealed, salt)
    outcomes = runner.run(planned.cases, planned.exercise.forbidden)
    due = [box for case in sealed.cases for box in case.due.values()]
    if sealed.question is not None or (due and all(box.axes == 0 for box in due)):
        outcomes = take_numbers(outcomes, runner)
    opened = dataclasses.replace(planned, expected=opening.expected)
    report = grade_exercise(opened, opening.each(outcomes), explain=False)
    criteria = tuple(
        dataclasses.replace(one, results=tuple(opening.without_answer(result) for result in one.results))
        for one in report.criteria
    )
    is_wrong = any(one.status == "failed" for one in criteria)
    return dataclasses.replace(report, criteria=criteria, diagnosis=opening.beliefs() if is_wrong else ())


class _Opening:
    """The boxes of an exercise, opened as outcomes come."""

    def __init__(self, sealed: SealedExercise, salt: str) -> None:
        self.sealed, self.salt = sealed, salt
        self.expected: dict[str, Mapping[str, Expected]] = {}
        self.shut: dict[tuple[str, str], tuple[int, int] | None] = {}  # how many of how many numbers are wrong
        self.answers: dict[str, list[NDArray[np.float64] | None]] = {output: [] for output in sealed.returns}
        self.unknown: set[str] = set()  # returned values of which some answer is no array of numbers
        self.left = LOOKED_AT

    def each(self, outcomes: Any) -> Iterator[Outcome]:
        """Yield outcomes; what is due for one is known when it comes."""
        for case, outcome in zip(self.sealed.cases, outcomes, strict=True):
            if case.raises is None:
                self.expected[case.id] = {name: self._due(case, name, outcome) for name in case.due}
            yield outcome

    def _due(self, case: SealedCase, output: str, outcome: Outcome) -> Expected:
        """Return what is due; for a box that stays shut, something that the answer is not."""
        box, place = case.due[output], place_of(self.sealed.id, case.id, output)
        array = as_array(outcome.answers.get(output)) if outcome.status == "returned" else None
        is_number = array is not None and array.dtype.kind in "fiu"
        answer = array.astype(np.float64) if array is not None and is_number else None
        self.answers[output].append(answer)
        if answer is None and outcome.status != "raised":
            self.unknown.add(output)
        due = None if answer is None else boxes.open_box(box, answer, self.salt, place)
        if due is not None:
            return due
        self.shut[case.id, output] = None
        if answer is None or not boxes.has_shape(box, answer.shape, self.salt, place):
            other = (1,) * box.axes if answer is None or answer.shape != (1,) * box.axes else (2,) * max(box.axes, 1)
            return _unlike(np.full(other, np.nan))
        wrong = None
        if answer.size <= self.left:
            wrong = boxes.wrong_numbers(box, answer, self.salt, place)
            self.left -= answer.size
        if wrong is None or not wrong.any():
            return _unlike(np.full(answer.shape, np.nan))
        self.shut[case.id, output] = int(wrong.sum()), wrong.size
        return _unlike(np.where(wrong, np.nan, answer))

    def without_answer(self, result: Result) -> Result:
        """Return a result that says nothing of what is due where a box stayed shut."""
        evidence = result.evidence
        if evidence is None or evidence.output is None or evidence.reason not in BESIDE:
            return result
        if (result.case, evidence.output) not in self.shut:
            return result
        case = next(one for one in self.sealed.cases if one.id == result.case)
        want: str | None = None
        if evidence.reason == "wrong-type":
            want = "an array" if case.due[evidence.output].axes else "a number"
        known: Evidence = dataclasses.replace(evidence, want=want, terms=())
        if evidence.reason == "wrong-value":
            counted = self.shut[result.case, evidence.output]
            known = dataclasses.replace(known, wrong=counted[0] if counted else None)
            known = known if counted else dataclasses.replace(known, at=None, got=None)
        return dataclasses.replace(result, evidence=known)

    def beliefs(self) -> tuple[Diagnosis, ...]:
        """Return what the answers of all cases together open, once for all returned values that it is said of."""
        found: dict[tuple[str, ...], Diagnosis] = {}
        for output, shut in self.sealed.beliefs.items():
            key = None
            if output not in self.unknown:
                key = boxes.answers_key(self.answers[output], self.salt, place_of(self.sealed.id, "*", output))
            said = [text for box in shut if key is not None and (text := boxes.opened(box, key)) is not None]
            if said:
                diagnosis = msgspec.json.decode(said[0], type=Diagnosis)
                found.setdefault(diagnosis.misconceptions, diagnosis)
        return tuple(found.values())


def _unlike(value: "NDArray[np.float64]") -> Expected:
    """Return what no answer agrees with where it is no number."""
    return Expected(value=value, absolute=np.zeros_like(value), count=0, norm=0.0, exact=True)
