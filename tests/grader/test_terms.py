"""The sum that students read beside a wrong number: it gives what the reference gives, at every entry of every case.

`terms` of an operation is an implementation of its own, so the two check each other.
"""

import math
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from grader.authoring.assignment import assignment_ids, load_assignment
from grader.grading.checking import PlannedExercise
from grader.grading.grade import plan
from grader.topics.loading import assignments_folder
from grader.topics.operation import no_terms
from tests.topics import OPERATIONS

ROUNDING = 1e-12  # relative: of a quotient such as 1/9, and of its reference
WITH_TERMS = sorted(id for id, operation in OPERATIONS.items() if operation.terms is not no_terms)


@cache
def planned_exercises() -> dict[str, PlannedExercise]:
    """Return all shipped exercises that have an operation, by id."""
    plans = [plan(load_assignment(assignments_folder() / name)) for name in assignment_ids(assignments_folder())]
    return {
        planned.exercise.id: planned
        for assignment in plans
        for planned in assignment.exercises
        if planned.operation is not None
    }


def largest(*numbers: float) -> float:
    return max(numbers)  # of one number too


def evaluate(term: str) -> float:
    """Return what a term gives: ``-3*2``, ``max(3, 1)``, ``(4 + -5)/9``, ``floor((7 + 2·1 - 3)/2)``."""
    return float(eval(term.replace("·", "*"), {"__builtins__": {}}, {"max": largest, "floor": math.floor}))


def wrong_sums(planned: PlannedExercise) -> Iterator[str]:
    """Yield every entry of every legal case whose terms do not add up to what is due."""
    operation = planned.operation
    assert operation is not None
    for case in planned.cases:
        for output, due in planned.expected.get(case.id, {}).items():
            for at in np.ndindex(due.value.shape):
                terms = operation.terms(case.arguments, case.sizes, output, at)
                total, value = math.fsum(evaluate(term) for term in terms), float(due.value[at])
                if abs(total - value) > (0.0 if due.exact else ROUNDING * max(abs(value), 1.0)):
                    yield f"{case.id}: {output}{list(at)}: {' + '.join(terms)} = {total}, but {value} is due"


def test_most_operations_have_terms() -> None:
    assert set(OPERATIONS) == set(planned_exercises())
    assert len(WITH_TERMS) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("exercise", WITH_TERMS)
def test_the_terms_add_up_to_the_reference_at_every_entry_of_every_case(exercise: str) -> None:
    assert list(wrong_sums(planned_exercises()[exercise])) == []
