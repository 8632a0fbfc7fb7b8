"""summary.csv: a line per student. Pure."""

import csv
import io
from collections.abc import Sequence

from grader.model import Assignment, Report
from grader.report.document import decimal
from grader.report.escape import csv_cell


def to_csv(assignment: Assignment, graded: Sequence[tuple[str, Report]]) -> bytes:
    """Return the table: student, score (none where the grader failed), possible, status, exercises, notes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["student", "score", "possible", "status", *(e.id for e in assignment.exercises), "isolation", "notes"]
    )
    for student, report in graded:
        scores = [decimal(exercise.score) for exercise in report.exercises]
        notes = csv_cell("; ".join(report.notes), 1000)
        total = "" if report.has_broken else decimal(report.score)  # not final: nobody should copy it
        head = [csv_cell(student), total, decimal(report.possible), status(report)]
        writer.writerow([*head, *scores, report.isolation, notes])
    return text.getvalue().encode()


def status(report: Report) -> str:
    """Return one word for a whole report."""
    if report.has_broken:
        return "broken"
    return "passed" if report.all_passed else "failed"
