"""Moodle: a file for its grade import, or an offline grading worksheet of its own, filled. Pure.

A line with feedback and no grade would delete the grade that is there, so whoever has no grade has no line.
Moodle compares e-mail addresses letter by letter, capitals included: they are written as the roster has them.
"""

import re
from collections.abc import Sequence

from grader.export import cells
from grader.export.canvas import only_assignment, stretch
from grader.export.cells import Cell
from grader.export.format import ALL, Exported, Options, without_grade
from grader.export.line_matching import Match, matched
from grader.export.table import number, to_csv
from grader.model import GradeRow
from grader.report.document import decimal
from grader.report.escape import csv_cell
from grader.report.outline import ExerciseOutline, outline

KEYS = {"Identifier": "id", "ID number": "registrar", "Username": "login", "Email address": "email"}
GRADE, MAXIMUM, FEEDBACK = "Grade", "Maximum Grade", "Feedback comments"
LONGEST = 4000  # characters of a feedback
PARTICIPANT = re.compile(r"^\D+(?=\d+$)")  # "Participant 4711", in the site's language


def export(rows: Sequence[GradeRow], options: Options) -> Exported:
    """Return the file for Moodle's import, or the worksheet given, filled."""
    only_assignment(rows)
    return imported(rows) if options.into is None else filled(rows, options, options.into)


def imported(rows: Sequence[GradeRow]) -> Exported:
    """Return a CSV for Moodle's grade import: users by address or number, the grade, feedback in a sentence."""
    name = rows[0].assignment
    lines = [["Email address", "ID number", name, f"{name} feedback"]]
    notes = [*without_grade(rows)]
    for row in rows:
        if row.grade is None:
            continue
        address, registrar = row.student.email, row.student.sis_id or row.student.id
        if not address and not row.student.sis_id:
            notes.append(f"{row.student.id}: the roster has no e-mail address and no registrar's number; id used")
        grade = f"{float(decimal(row.grade)):.2f}"
        lines.append([csv_cell(address), csv_cell(registrar), grade, csv_cell(feedback(row), LONGEST)])
    return Exported(files={ALL: to_csv(lines)}, notes=tuple(notes))


def filled(rows: Sequence[GradeRow], options: Options, data: bytes) -> Exported:
    """Return a worksheet with grades in it, and feedback where there is none yet."""
    lines = cells.read(data, GRADE)
    match = matched(lines, rows, KEYS, "Full name", 1, lambda text: PARTICIPANT.sub("", text.strip()))
    places = cells.header(lines)
    texts: dict[Cell, str] = {}
    for at, row in match.rows.items():
        if row.grade is not None:
            texts.update(cells_of(lines[at], row, places, options))
    return Exported(files={ALL: cells.replaced(data, texts)}, notes=notes_of(match, rows))


def cells_of(line: Sequence[Cell], row: GradeRow, places: dict[str, int], options: Options) -> dict[Cell, str]:
    """Return what goes into a student's line."""
    assert row.grade is not None
    grade = row.grade
    if MAXIMUM in places:
        grade *= stretch(line[places[MAXIMUM]].text, row, options.scale, MAXIMUM) or 1
    texts = {line[places[GRADE]]: number(grade)}
    if FEEDBACK in places and places[FEEDBACK] < len(line) and not line[places[FEEDBACK]].text.strip():
        texts[line[places[FEEDBACK]]] = csv_cell(feedback(row), LONGEST)
    return texts


def notes_of(match: Match, rows: Sequence[GradeRow]) -> tuple[str, ...]:
    """Return who got nothing, and why."""
    return (*match.notes, *without_grade(rows))


def feedback(row: GradeRow) -> str:
    """Return what a student reads beside the grade: points, what the policy did, and what to think about."""
    exercises = row.report.exercises if row.report else ()
    parts = [f"{e.exercise.id} {decimal(e.score):g} of {decimal(e.exercise.points):g}" for e in exercises]
    views = outline(row.report).exercises if row.report else ()
    questions = [question for view in views if (question := advice(view))]
    return ". ".join(filter(None, ["; ".join(parts), row.reason, " ".join(questions)]))


def advice(view: ExerciseOutline) -> str:
    """Return an exercise's question and slides as a sentence; nothing where no question is known."""
    blocks = [
        block for criterion in view.criteria for block in criterion.advice if block.kind in ("question", "slides")
    ]
    if all(block.kind != "question" for block in blocks):
        return ""
    return f"{view.report.exercise.id}: {' '.join(line for block in blocks for line in block.lines)}."
