"""A course's totals: what everyone has over all assignments, by the course's own rule. Pure, in exact fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from grader.model import GradeRow, Student

Missing = Literal["zero", "left out"]
TOTAL = "total"


@dataclass(frozen=True, kw_only=True)
class TotalRule:
    """How grades become a total."""

    out_of: Fraction = Fraction(100)
    weights: Mapping[str, Fraction] = field(default_factory=dict)  # by assignment; none: each weighs its points
    extra: Mapping[str, Fraction] = field(default_factory=dict)  # by assignment: what it adds, as a share of the total
    drop_lowest: int = 0
    missing: Missing = "zero"  # what counts for an assignment that a student did not hand in


@dataclass(frozen=True, kw_only=True)
class Total:
    """What one student has."""

    student: Student
    rows: Mapping[str, GradeRow]  # by assignment
    dropped: frozenset[str]  # assignments that are left out because the student's shares of them are the lowest
    waiting: tuple[str, ...]  # assignments that were handed in and have no grade
    value: Fraction | None  # None: nothing counts yet


def totals(rows: Sequence[GradeRow], rule: TotalRule) -> list[Total]:
    """Return the total of each student, in the order of their names.

    A total is the mean of the student's shares (grade / possible points), weighted by assignment, times `out_of`, plus
    what extra assignments add. The `drop_lowest` lowest shares do not count; of equal ones, the heavier is left out.
    An assignment that nobody has a row of counts for nobody; neither does, for its author, work that waits for a grade.

    Parameters
    ----------
    rows : sequence of GradeRow
        Of all assignments.
    rule : TotalRule
    """
    by_student: dict[str, dict[str, GradeRow]] = {}
    for row in rows:
        by_student.setdefault(row.student.id, {})[row.assignment] = row
    weights = _weights(rows, rule)
    made = [_total(own, weights, rule) for own in by_student.values()]
    return sorted(made, key=lambda total: ((total.student.name or total.student.id).casefold(), total.student.id))


def counted_assignments(rows: Sequence[GradeRow], rule: TotalRule) -> list[str]:
    """Return the assignments that make up the total, as the course lists them, those with extra credit last."""
    there = {row.assignment for row in rows}
    named = [name for name in (*rule.weights, *sorted(_weights(rows, rule)), *rule.extra) if name in there]
    return list(dict.fromkeys(named))


def total_row(total: Total, rule: TotalRule) -> GradeRow:
    """Return a total as a grade of its own, for an export."""
    reason = "" if total.value is not None else "nothing counts yet"
    return GradeRow(
        student=total.student,
        assignment=TOTAL,
        status="graded" if total.value is not None else "missing",
        reason=reason,
        possible=rule.out_of,
        score=total.value,
        grade=total.value,
    )


def _weights(rows: Sequence[GradeRow], rule: TotalRule) -> dict[str, Fraction]:
    """Return the weight of each assignment that has rows: the course's, or its points."""
    if rule.weights:
        return {row.assignment: rule.weights[row.assignment] for row in rows if row.assignment in rule.weights}
    return {row.assignment: row.possible for row in rows if row.assignment not in rule.extra}


def _total(rows: Mapping[str, GradeRow], weights: Mapping[str, Fraction], rule: TotalRule) -> Total:
    shares = {name: share for name, row in rows.items() if (share := _share(row, rule)) is not None}
    counted = sorted(
        (name for name in shares if name in weights), key=lambda name: (shares[name], -weights[name], name)
    )
    dropped = frozenset(counted[: min(rule.drop_lowest, len(counted) - 1)]) if counted else frozenset()
    kept = [name for name in counted if name not in dropped]
    weight = sum((weights[name] for name in kept), Fraction())
    value = None
    if weight:
        mean = sum((weights[name] * shares[name] for name in kept), Fraction()) / weight
        value = rule.out_of * (
            mean + sum((rule.extra[name] * shares[name] for name in shares if name in rule.extra), Fraction())
        )
    waiting = tuple(
        sorted(name for name, row in rows.items() if row.grade is None and row.status != "missing" and name in weights)
    )
    student = next(iter(rows.values())).student
    return Total(student=student, rows=rows, dropped=dropped, waiting=waiting, value=value)


def _share(row: GradeRow, rule: TotalRule) -> Fraction | None:
    """Return a grade as a share of what was possible; None where it does not count."""
    if row.grade is None:
        return Fraction(0) if row.status == "missing" and rule.missing == "zero" else None
    return row.grade / row.possible if row.possible else None
