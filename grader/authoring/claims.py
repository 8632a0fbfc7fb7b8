"""What a wrong answer claims to believe, whether diagnosis names it, and whether cases tell beliefs apart. Pure.

A wrong answer claims the beliefs that its row in wrong.toml names: ``believes = ["kernel-flipped"]``.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.grading.checking import PlannedExercise
from grader.grading.diagnosis import coverage
from grader.grading.diagnosis.general import GENERAL
from grader.model import Assignment, ExerciseReport, Report
from grader.topics.topic import Topic

OF_ANY = frozenset(one.id for one in GENERAL)


def known(topic: Topic, exercise: str) -> frozenset[str]:
    """Return the ids of the misconceptions that an exercise's answers may be explained by."""
    family = topic.family(exercise)
    if family is None:
        return OF_ANY
    return OF_ANY | {one.id for one in (*family.misconceptions, *family.without_model) if not one.is_slip}


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
        f"{exercise.exercise.id} is explained by {said(exercise) or 'nothing'}, not by {' or '.join(sorted(own))}"
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
    alike = own.union(*({one, other} for one, other, _ in pairs if {one, other} & own))
    found = [{"+".join(one.misconceptions), *one.equivalent} for one in exercise.diagnosis if one.misconceptions]
    return bool(found) and all(names & own and names <= alike for names in found)


def said(exercise: ExerciseReport) -> str:
    """Return the misconceptions that a report names, with those that it cannot tell from them."""
    named = [one for one in exercise.diagnosis if one.misconceptions]
    return ", ".join(dict.fromkeys(" or ".join(["+".join(one.misconceptions), *one.equivalent]) for one in named))


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How an assignment's cases catch and tell apart what its wrong models know."""

    beliefs: int
    pairs: int  # of beliefs about one exercise that some case tells apart, under every seed
    sometimes: int  # pairs that are told apart under some seeds only
    alike: int  # pairs that are listed as equivalent
    problems: tuple[str, ...]
    hidden: tuple[str, ...]  # cases with given arrays that cannot show how a kernel lies


def coverage_of(assignment: Assignment, plans: Sequence[Sequence[PlannedExercise]]) -> Coverage:
    """Hold an assignment's cases under several seeds against its misconceptions.

    Parameters
    ----------
    assignment : Assignment
    plans : sequence
        Its planned exercises, under one seed each.
    """
    given = {spec.id for spec in assignment.cases if spec.arrays}
    beliefs = pairs = sometimes = listed = 0
    problems: list[str] = []
    hidden: list[str] = []
    for under_seeds in zip(*plans, strict=True):
        exercise = under_seeds[0].exercise.id
        found = [signatures_of(planned) for planned in under_seeds]
        ids = {one.misconception.id for one in found[0]}
        under_each = list(map(coverage.told_apart, found))
        apart, ever = set.intersection(*under_each), set.union(*under_each)
        uncaught = set(coverage.uncaught(found[0])).union(*map(coverage.uncaught, found))
        problems += [f"{exercise}: no case catches {one}" for one in sorted(uncaught)]
        alike = set(coverage.alike(found[0])).intersection(*map(coverage.alike, found))
        due = {
            frozenset((one, other))
            for one, other, _ in under_seeds[0].topic.beliefs().alike.get(exercise, ())
            if {one, other} <= ids
        }
        beliefs, pairs, listed = beliefs + len(ids), pairs + len(apart - due), listed + len(due)
        sometimes += len(ever - apart - due)
        untold = ({frozenset(pair) for pair in itertools.combinations(ids, 2)} - ever) | set(map(frozenset, alike))
        problems += [f"{exercise}: no case tells {a} from {b}" for a, b in sorted(map(sorted, untold - due))]
        stale = due - {frozenset(pair) for pair in alike}
        problems += [f"{exercise}: {' and '.join(sorted(pair))} are told apart, but listed as alike" for pair in stale]
        hidden += [f"{exercise}, {name}" for name in sorted(given) if is_blind(under_seeds[0], found[0], name)]
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


def is_blind(planned: PlannedExercise, found: Sequence[coverage.Signature], case: str) -> bool:
    """Whether a case of the exercise cannot show how a kernel lies: on every slide, kernels are symmetric."""
    return any(one.id == case for one in planned.cases) and coverage.hides_orientation(found, case)


def to_json(found: Coverage) -> Mapping[str, object]:
    """Return the numbers as JSON holds them."""
    return {
        "beliefs": found.beliefs,
        "pairs": found.pairs,
        "sometimes": found.sometimes,
        "alike": found.alike,
        "problems": list(found.problems),
        "hidden": list(found.hidden),
    }
