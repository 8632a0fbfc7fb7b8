"""Which cases catch which misconceptions, and which they tell apart. Pure: models against models, no student.

For `grader verify`: a misconception that no case of its exercise catches would earn full marks, and two that no case
tells apart are one to the student. Slips are left out: their ways are many, and most are one formula seen twice.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.grading.checks.conventions import keeps
from grader.grading.diagnosis.probes import key
from grader.grading.diagnosis.search import Model
from grader.model import Case, Expected
from grader.topics.misconception import Family, Misconception

if TYPE_CHECKING:
    from grader.grading.diagnosis.trials import Floats

ORIENTATION = ("flipped", "turned", "upside-down", "mirrored", "transposed")  # in the ids of beliefs about a kernel's


@dataclass(frozen=True)
class Signature:
    """What one belief answers to every case of an exercise, for one returned value."""

    exercise: str
    output: str
    misconception: Misconception
    answers: tuple[object, ...]  # case by case
    right: tuple[object, ...]  # what is due, case by case
    shown: frozenset[str]  # the cases that catch it


def signatures(
    family: Family | None, exercise: str, cases: Sequence[Case], expected: Mapping[str, Mapping[str, Expected]]
) -> Iterator[Signature]:
    """Yield what each belief answers, in the first of its ways that shows.

    Parameters
    ----------
    family : Family, optional
    exercise : str
    cases : sequence of Case
        Legal ones.
    expected : mapping
        What is due, by case and returned value. A case with more than one right answer tells no two beliefs apart.
    """
    if family is None:
        return
    for output in dict.fromkeys(name for due in expected.values() for name in due):
        model = Model(family, exercise, output)
        due = [(case, expected[case.id][output]) for case in cases if output in expected[case.id]]
        for one in family.misconceptions:
            if not one.is_slip and output in one.outputs:
                yield _signature(model, one, due)


def _signature(model: Model, one: Misconception, due: Sequence[tuple[Case, Expected]]) -> Signature:
    shown: frozenset[str] = frozenset()
    answers: tuple[object, ...] = ()
    clear = [case for case, right in due if not right.has_choice]
    truth = tuple(key(model.value(case, frozenset())) for case in clear)
    for knobs in one.settings:
        values = [model.value(case, knobs) for case, _ in due]
        shown = frozenset(
            case.id
            for (case, right), value in zip(due, values, strict=True)
            if not is_accepted(value, case, right, model)
        )
        answers = tuple(key(value) for (_, right), value in zip(due, values, strict=True) if not right.has_choice)
        if shown and any(value is not None for value in values):
            break
    return Signature(model.exercise, model.output, one, answers, truth, shown)


def is_accepted(value: "Floats | None", case: Case, right: Expected, model: Model) -> bool:
    """Whether a value is right: what the model gives without a knob, or by some convention at a tie."""
    if value is None or value.shape != right.value.shape:
        return False
    if key(value) == key(model.value(case, frozenset())):
        return True
    return any(keeps(value, convention) for convention in right.conventions)


def uncaught(found: Sequence[Signature]) -> list[str]:
    """Return the beliefs that no case catches, in any returned value that they change."""
    caught = {one.misconception.id for one in found if one.shown}
    return sorted({one.misconception.id for one in found} - caught)


def alike(found: Sequence[Signature]) -> list[tuple[str, str]]:
    """Return the pairs of beliefs that are caught and that no case tells apart, in any returned value they share."""
    groups: dict[tuple[str, tuple[object, ...]], list[str]] = {}
    for one in found:
        if one.shown:
            groups.setdefault((one.output, one.answers), []).append(one.misconception.id)
    told_apart = {
        frozenset((one.misconception.id, other.misconception.id))
        for one in found
        for other in found
        if one.output == other.output and one.misconception.id < other.misconception.id and one.answers != other.answers
    }
    pairs = {
        (first, second)
        for names in groups.values()
        for number, first in enumerate(names)
        for second in names[number + 1 :]
    }
    return sorted(pair for pair in pairs if frozenset(pair) not in told_apart)


def told_apart(found: Sequence[Signature]) -> set[frozenset[str]]:
    """Return the pairs of beliefs of which some case shows that they are two: it has another answer for each.

    A belief that does not touch a returned value leaves it right.
    """
    right = {one.output: one.right for one in found}
    answers: dict[str, dict[str, tuple[object, ...]]] = {}
    for one in found:
        answers.setdefault(one.misconception.id, dict(right))[one.output] = one.answers
    return {
        frozenset((one, other)) for one, other in itertools.combinations(answers, 2) if answers[one] != answers[other]
    }


def hides_orientation(found: Sequence[Signature], case: str) -> bool:
    """Whether a case shows none of the beliefs about how a kernel lies that other cases of the exercise catch."""
    about = [one for one in found if one.shown and any(word in one.misconception.id for word in ORIENTATION)]
    return bool(about) and not any(case in one.shown for one in about)
