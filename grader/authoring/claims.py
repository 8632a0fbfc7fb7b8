"""What a wrong answer claims to believe, whether diagnosis names it, and whether cases tell beliefs apart. Pure.

A wrong answer claims the beliefs that its row in wrong.toml names: ``believes = ["kernel-flipped"]``.
"""

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from grader.grading.checking import PlannedExercise
from grader.grading.diagnosis import coverage
from grader.grading.diagnosis.general import GENERAL
from grader.model import Assignment, ExerciseReport, Report
from grader.topics.topic import Topic

OF_ANY = frozenset(misconception.id for misconception in GENERAL)


def known(topic: Topic, exercise: str) -> frozenset[str]:
    """Return the ids of the misconceptions that an exercise's answers may be explained by."""
    family = topic.family(exercise)
    if family is None:
        return OF_ANY
    own = (*family.misconceptions, *family.without_model)
    return OF_ANY | {misconception.id for misconception in own if not misconception.is_slip}


def unnamed(topics: Mapping[str, Topic], claim: frozenset[str], report: Report) -> list[str]:
    """Return, for each failed exercise, what is said instead of the belief that its wrong answer claims.

    Parameters
    ----------
    topics : mapping of str to Topic
        By exercise.
    claim : frozenset of str
        An exercise whose model knows none of them has nothing to name; a question has reasons of its own.
    report : Report
    """
    return [
        f"{exercise.exercise.id} is explained by {named_in(exercise) or 'nothing'}, not by {' or '.join(sorted(own))}"
        for exercise in report.exercises
        if exercise.exercise.question is None
        and exercise.status == "failed"
        and (topic := topics[exercise.exercise.id])
        and (own := claim & known(topic, exercise.exercise.id))
        and not is_named(topic, own, exercise)
    ]


def is_named(topic: Topic, own: frozenset[str], exercise: ExerciseReport) -> bool:
    """Whether every explanation of an exercise is the belief itself, with none beside it but those listed as alike."""
    pairs = topic.beliefs().alike.get(exercise.exercise.id, ())
    alike = own.union(*({id, other} for id, other, _ in pairs if {id, other} & own))
    explanations = [{"+".join(d.misconceptions), *d.equivalent} for d in exercise.diagnosis if d.misconceptions]
    return bool(explanations) and all(names & own and names <= alike for names in explanations)


def named_in(exercise: ExerciseReport) -> str:
    """Return the misconceptions that a report names, with those that it cannot tell from them."""
    named = [diagnosis for diagnosis in exercise.diagnosis if diagnosis.misconceptions]
    return ", ".join(dict.fromkeys(" or ".join(["+".join(d.misconceptions), *d.equivalent]) for d in named))


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How an assignment's cases catch and tell apart what its wrong models know."""

    beliefs: int
    pairs: int  # of beliefs about one exercise that some case tells apart, under every seed
    sometimes: int  # pairs that are told apart under some seeds only
    alike: int  # pairs that are listed as equivalent
    problems: tuple[str, ...]
    hidden: tuple[str, ...]  # cases with given arrays that cannot show how a kernel lies


def coverage_of(
    assignment: Assignment, plans: Sequence[Sequence[PlannedExercise]], brought: Collection[str]
) -> Coverage:
    """Hold an assignment's cases under several seeds against its misconceptions.

    Parameters
    ----------
    assignment : Assignment
    plans : sequence
        Its planned exercises, under one seed each.
    brought : collection of str
        The exercises whose topic comes with this assignment. What it lists as alike has to be so under its cases;
        another assignment's cases may tell more apart.
    """
    given = {spec.id for spec in assignment.cases if spec.arrays}
    beliefs = pairs = sometimes = listed = 0
    problems: list[str] = []
    hidden: list[str] = []
    for under_seeds in zip(*plans, strict=True):
        exercise = under_seeds[0].exercise.id
        signatures = [signatures_of(planned) for planned in under_seeds]
        ids = {signature.misconception.id for signature in signatures[0]}
        under_each = list(map(coverage.told_apart, signatures))
        apart, ever = set.intersection(*under_each), set.union(*under_each)
        uncaught = set().union(*map(coverage.uncaught, signatures))
        problems += [f"{exercise}: no case catches {id}" for id in sorted(uncaught)]
        alike = set.intersection(*map(set, map(coverage.alike, signatures)))
        due = {
            frozenset((id, other))
            for id, other, _ in under_seeds[0].topic.beliefs().alike.get(exercise, ())
            if {id, other} <= ids
        }
        beliefs, pairs, listed = beliefs + len(ids), pairs + len(apart - due), listed + len(due)
        sometimes += len(ever - apart - due)
        untold = ({frozenset(pair) for pair in itertools.combinations(ids, 2)} - ever) | set(map(frozenset, alike))
        problems += [f"{exercise}: no case tells {a} from {b}" for a, b in sorted(map(sorted, untold - due))]
        stale = due - {frozenset(pair) for pair in alike} if exercise in brought else set()
        problems += [f"{exercise}: {' and '.join(sorted(pair))} are told apart, but listed as alike" for pair in stale]
        hidden += [f"{exercise}, {name}" for name in sorted(given) if is_blind(under_seeds[0], signatures[0], name)]
    return Coverage(
        beliefs=beliefs,
        pairs=pairs,
        sometimes=sometimes,
        alike=listed,
        problems=tuple(problems),
        hidden=tuple(hidden),
    )


def signatures_of(planned: PlannedExercise) -> list[coverage.Signature]:
    """Return what each belief answers to an exercise's legal cases."""
    legal = [case for case in planned.cases if case.raises is None]
    return list(
        coverage.signatures(planned.topic.family(planned.exercise.id), planned.exercise.id, legal, planned.expected)
    )


def is_blind(planned: PlannedExercise, signatures: Sequence[coverage.Signature], case: str) -> bool:
    """Whether a case of the exercise cannot show how a kernel lies: on every slide, kernels are symmetric."""
    return any(drawn.id == case for drawn in planned.cases) and coverage.hides_orientation(signatures, case)
