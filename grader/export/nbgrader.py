"""nbgrader's grades.csv, with the columns and the arithmetic of its own CSV export. Pure.

``score`` is ``max(0, raw_score - late_submission_penalty)`` there, so the penalty is whatever lies between our
score and grade; it is negative where an override raised the grade.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

from grader.export.format import ALL, Exported, Options, why_not
from grader.export.table import to_csv
from grader.model import GradeRow
from grader.report.escape import csv_cell

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


def export(rows: Sequence[GradeRow], options: Options) -> Exported:
    """Return grades.csv: who handed in nothing has 0, as in nbgrader; who waits for a grade is left out."""
    lines: list[Sequence[str]] = [COLUMNS]
    notes = []
    for row in rows:
        if row.grade is None and row.status != "missing":
            notes.append(f"{row.student.id}: left out, {why_not(row)}")
            continue
        grade = row.grade or Fraction(0)
        raw = row.score if row.score is not None else grade
        last, first = names(row.student.name)
        texts = [row.assignment, "", stamp(row.submitted), row.student.id, last, first, row.student.email]
        numbers = [rounded(raw), rounded(raw) - rounded(grade), rounded(grade), rounded(row.possible)]
        lines.append([*map(csv_cell, texts), *(str(float(value)) for value in numbers)])
    return Exported(files={ALL: to_csv(lines)}, notes=tuple(notes))


def rounded(value: Fraction) -> Fraction:
    """Return a score in whole hundredths."""
    return Fraction((value * 200 + 1) // 2, 100)


def names(name: str) -> tuple[str, str]:
    """Return last and first name of ``"Lovelace, Ada"`` or ``"Ada Lovelace"``."""
    if "," in name:
        last, _, first = name.partition(",")
    else:
        first, _, last = name.rpartition(" ")
    return last.strip(), first.strip()


def stamp(submitted: str) -> str:
    """Return a time as nbgrader keeps it: in UTC, without saying so."""
    try:
        moment = datetime.fromisoformat(submitted)
    except ValueError:
        return ""
    return str((moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None))
