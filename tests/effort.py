"""How much work tests make: no repair is looked for and few cases are run where a test is about something else."""

import dataclasses
from collections import Counter
from typing import Any

import pytest

from grader.grading.checking import PlannedExercise
from grader.grading.grade import Plan
from grader.model import Effort

NO_SEARCH = Effort(single_edits=0, pairs=0)


def one_in(few: int, number: int) -> Any:
    """Return the mark of one of many like tests: one in a few is run by `.ci/run`, and all by `.ci/run --full`."""
    return pytest.mark.full if number % few else pytest.mark.slow


def with_few_cases(whole: Plan, each: int = 1) -> Plan:
    """Return a plan with the first cases of each kind, and with all that are due to raise."""

    def few(exercise: PlannedExercise) -> PlannedExercise:
        kinds = Counter[str]()
        kept = []
        for case in exercise.cases:
            kinds[case.kind] += case.raises is None
            if case.raises is not None or kinds[case.kind] <= each:
                kept.append(case)
        return dataclasses.replace(exercise, cases=tuple(kept))

    return dataclasses.replace(whole, exercises=tuple(few(exercise) for exercise in whole.exercises))
