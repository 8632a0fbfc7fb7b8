"""What became of a student's attempts: what each earned, exercise by exercise, and whether they get on.

In: reports' ids, scores.  Out: points. Nothing is unpacked, so a page that is asked for often may ask.
"""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction

import sqlalchemy as sa

from grader.gradebook import tables

Scores = Mapping[str, Fraction]  # points, by exercise


def scores_of(connection: sa.Connection, reports: Sequence[str]) -> dict[str, Scores]:
    """Return what reports' exercises earned, by the report's id."""
    report, result = tables.report, tables.result
    rows = connection.execute(sa.select(report.c.id, report.c.results).where(report.c.id.in_(list(reports)))).all()
    parts = {row.id: json.loads(row.results) for row in rows}
    wanted = sorted({part for own in parts.values() for part in own})
    found = sa.select(result.c.id, result.c.exercise, result.c.score).where(result.c.id.in_(wanted))
    by_id = {row.id: (row.exercise, Fraction(row.score)) for row in connection.execute(found)} if wanted else {}
    return {name: dict(by_id[part] for part in own) for name, own in parts.items()}


def changed(before: Scores, after: Scores) -> tuple[tuple[str, Fraction, Fraction], ...]:
    """Return the exercises that earn something else than before, with both: (exercise, before, after)."""
    none = Fraction(0)
    names = (*after, *(name for name in before if name not in after))
    both = ((name, before.get(name, none), after.get(name, none)) for name in names)
    return tuple((name, old, new) for name, old, new in both if old != new)


def is_stuck(scores: Sequence[Fraction], possible: Fraction, attempts: int) -> bool:
    """Whether the last attempts, so many, were none of them better than the best one before, and none was whole."""
    before, last = scores[:-attempts], scores[-attempts:]
    best = max(before, default=Fraction(0))
    return len(last) == attempts and max(last) <= best < possible
