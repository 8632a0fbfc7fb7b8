"""summary.csv: a line per student. Pure."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from grader.model import Assignment, Report
from grader.report.document import Number, decimal
from grader.report.escape import csv_cell
from grader.report.outline import WITHOUT_CASE


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
    grade: Number | None = None  # what the course's policy made of the score
    name: str = ""  # as the roster writes it
    is_untouched: bool = False  # nothing is written yet; no column of the table


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
        is_untouched=is_untouched(report),
    )


def is_untouched(report: Report) -> bool:
    """Whether a report says of every exercise that it is not written yet."""
    criteria = [criterion for exercise in report.exercises for criterion in exercise.criteria]
    tried = [result for criterion in criteria for result in criterion.results if result.status != "skipped"]
    reasons = {result.evidence and result.evidence.reason for result in tried}
    return "not-written" in reasons and reasons <= {"not-written", *WITHOUT_CASE}


def status(report: Report) -> str:
    """Return one word for a whole report."""
    if report.has_broken:
        return "broken"
    return "passed" if report.all_passed else "failed"


def to_csv(assignment: Assignment, graded: Sequence[tuple[str, Report]]) -> bytes:
    """Return the table of reports: student, score, possible, status, exercises, isolation, notes."""
    return table(assignment, ((student, line_of(report)) for student, report in graded))


def with_grades(summary: bytes, grades: Mapping[str, Fraction | None]) -> bytes:
    """Return a summary that was written before, with other grades of some students; everything else as it was."""
    rows = list(csv.reader(io.StringIO(summary.decode(), newline="")))
    if not rows or not {"student", "grade"} <= {*rows[0]}:
        return summary
    who, where = rows[0].index("student"), rows[0].index("grade")
    cells = {csv_cell(student): "" if grade is None else decimal(grade) for student, grade in grades.items()}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(rows[0])
    for row in rows[1:]:
        writer.writerow([*row[:where], cells.get(row[who], row[where]), *row[where + 1 :]])
    return text.getvalue().encode()


def table(assignment: Assignment, lines: Iterable[tuple[str, Line]]) -> bytes:
    """Return the table; an exercise that a submission's dialect has not has no score."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    exercises = [exercise.id for exercise in assignment.exercises]
    heading = ["student", "name", "score", "grade", "possible", "status", *exercises, "isolation", "notes"]
    writer.writerow(heading)
    for student, line in lines:
        points = ["" if value is None else value for value in (line.score, line.grade)]
        scores = [line.scores.get(exercise, "") for exercise in exercises]
        notes = csv_cell(line.notes, 1000)
        who = [csv_cell(student), csv_cell(line.name)]
        writer.writerow([*who, *points, line.possible, line.status, *scores, line.isolation, notes])
    return text.getvalue().encode()
