"""summary.csv: a line per student. Pure."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.model import Assignment, Report
from grader.report.document import Number, decimal
from grader.report.escape import csv_cell


@dataclass(frozen=True, kw_only=True)
class Line:
    """What the summary says of one report."""

    score: Number | None  # none where it is not final: nobody should copy it
    possible: Number
    status: str
    scores: Mapping[str, Number] = field(default_factory=dict)  # by exercise
    missed: tuple[str, ...] = ()  # exercises that are not passed
    isolation: str = ""
    notes: str = ""


def line_of(report: Report) -> Line:
    """Return a report's line."""
    return Line(
        score=None if report.has_broken else decimal(report.score),
        possible=decimal(report.possible),
        status=status(report),
        scores={exercise.exercise.id: decimal(exercise.score) for exercise in report.exercises},
        missed=tuple(exercise.exercise.id for exercise in report.exercises if exercise.status != "passed"),
        isolation=report.isolation,
        notes="; ".join(report.notes),
    )


def status(report: Report) -> str:
    """Return one word for a whole report."""
    if report.has_broken:
        return "broken"
    return "passed" if report.all_passed else "failed"


def to_csv(assignment: Assignment, graded: Sequence[tuple[str, Report]]) -> bytes:
    """Return the table of reports: student, score, possible, status, exercises, isolation, notes."""
    return table(assignment, ((student, line_of(report)) for student, report in graded))


def table(assignment: Assignment, lines: Iterable[tuple[str, Line]]) -> bytes:
    """Return the table; an exercise that a submission's dialect has not has no score."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    exercises = [exercise.id for exercise in assignment.exercises]
    writer.writerow(["student", "score", "possible", "status", *exercises, "isolation", "notes"])
    for student, line in lines:
        score = "" if line.score is None else line.score
        scores = [line.scores.get(exercise, "") for exercise in exercises]
        notes = csv_cell(line.notes, 1000)
        writer.writerow([csv_cell(student), score, line.possible, line.status, *scores, line.isolation, notes])
    return text.getvalue().encode()
