"""How much work a test that is about something else makes: no repair is looked for, and few cases are run."""

import dataclasses
from collections import Counter

from grader.grading.checking import PlannedExercise
from grader.grading.grade import Plan
from grader.model import Effort

NO_SEARCH = Effort(single_edits=0, pairs=0)


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
