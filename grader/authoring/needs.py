"""Which cases the wrong answers need: without such a case, one of them would pass a criterion. Pure.

In: an assignment, and reports on its wrong answers.  Out: its entries of cases.toml, by exercise.
"""

from collections.abc import Collection, Iterator

from grader.grading.cases import case_ids
from grader.model import Assignment, Report

Entry = tuple[str, str]  # an exercise, and an entry of cases.toml: one case, or several that are drawn at random


def needed_by(assignment: Assignment, report: Report) -> frozenset[Entry]:
    """Return the entries that alone fail some criterion of a report.

    Parameters
    ----------
    assignment : Assignment
    report : Report
        On a wrong answer.
    """
    entries = {
        (exercise, case): spec.id for spec in assignment.cases for exercise in spec.exercises for case in case_ids(spec)
    }
    needed = set()
    for exercise in report.exercises:
        id = exercise.exercise.id
        for criterion in exercise.criteria:
            failed = {entries.get((id, result.case)) for result in criterion.results if result.status == "failed"}
            if len(failed) == 1 and (entry := failed.pop()) is not None:
                needed.add((id, entry))
    return frozenset(needed)


def all_entries(assignment: Assignment) -> list[Entry]:
    """Return an assignment's entries, exercise by exercise."""
    return [(e.id, spec.id) for e in assignment.exercises for spec in assignment.cases if e.id in spec.exercises]


def problems(assignment: Assignment, needed: Collection[Entry]) -> Iterator[str]:
    """Yield the entries that cases.toml declares as needed, and that no wrong answer needs."""
    for spec in assignment.cases:
        if spec.needed and not any((exercise, spec.id) in needed for exercise in spec.exercises):
            yield f"cases.toml: {spec.id}: needed: no wrong answer needs it; without it, each fails what it fails now"
