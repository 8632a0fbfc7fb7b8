"""CSV for people and spreadsheets: every student of every assignment, nobody left out. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

from grader.export.format import ALL, Exported, Options
from grader.model import GradeRow
from grader.report.document import decimal
from grader.report.escape import csv_cell

COLUMNS = (
    "student",
    "name",
    "email",
    "section",
    "assignment",
    "status",
    "grade",
    "score",
    "possible",
    "late_days",
    "overridden",
    "submission",
    "submitted",
    "reason",
)


def export(rows: Sequence[GradeRow], options: Options) -> Exported:
    """Return one line for each student and assignment, with the points of each exercise."""
    exercises = list(dict.fromkeys(e.exercise.id for row in rows if row.report for e in row.report.exercises))
    lines = [[*COLUMNS, *exercises]]
    for row in rows:
        scores = {e.exercise.id: number(e.score) for e in row.report.exercises} if row.report else {}
        student = row.student
        texts = (student.id, student.name, student.email, student.section, row.assignment, row.status)
        lines.append(
            [
                *map(csv_cell, texts),
                number(row.grade),
                number(row.score),
                number(row.possible),
                str(row.late_days),
                "yes" if row.is_overridden else "",
                csv_cell(row.submission),
                csv_cell(row.submitted),
                csv_cell(row.reason, 1000),
                *(scores.get(exercise, "") for exercise in exercises),
            ]
        )
    return Exported(files={ALL: to_csv(lines)})


def number(value: object) -> str:
    """Return a score with two places at most; nothing where there is none."""
    return "" if value is None else f"{decimal(value):.10g}"  # type: ignore[arg-type]


def to_csv(lines: Iterable[Sequence[str]], end: str = "\n") -> bytes:
    """Return lines of cells as CSV in UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(lines)
    return text.getvalue().encode()
