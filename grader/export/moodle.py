"""Moodle: a file for its grade import, or an offline grading worksheet of its own, filled. Pure.

A line with feedback and no grade would delete the grade that is there, so whoever has no grade has no line.
Moodle compares e-mail addresses letter by letter, capitals included: they are written as the roster has them.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from grader import headings
from grader.errors import OperatorError, nearest
from grader.export import cells
from grader.export.canvas import only_assignment, points_in, replaced_grades, stretched
from grader.export.cells import Cell
from grader.export.format import ALL, Exported, Options, without_grade
from grader.export.line_matching import Match, matched
from grader.export.table import number, to_csv
from grader.headings import meanings
from grader.model import GradeRow
from grader.report.document import decimal
from grader.report.escape import csv_cell
from grader.report.outline import ExerciseOutline, outline

KEYS = {"id": "participant", "sis_id": "registrar", "login": "login", "email": "email"}  # what a column means → a key
LONGEST = 4000  # characters of a feedback
GRADE, MAXIMUM, FEEDBACK, OPEN = "grade", "maximum", "feedback", "open"
NO = frozenset({"no", "nein", "non", "nee", "não", "nie", "нет", "ні", "いいえ", "否"})  # in Moodle's languages
NUMBER = re.compile(r"[1-9]\d*([.,]\d+)?")
PARTICIPANT = re.compile(r"^\D+(?=\d+$)")  # "Participant 4711", in the site's language


def export(rows: Sequence[GradeRow], options: Options) -> Exported:
    """Return the file for Moodle's import, or the worksheet given, filled."""
    only_assignment(rows)
    return imported(rows, options.column) if options.into is None else filled(rows, options, options.into)


def imported(rows: Sequence[GradeRow], column: str | None = None) -> Exported:
    """Return a CSV for Moodle's grade import: users by address or number, the grade, feedback in a sentence."""
    name = column or rows[0].assignment
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
    """Return a worksheet, of a site in any language, with grades in it, and feedback where there is none yet."""
    lines, places = worksheet(data, options.column)
    titles = [cell.text.strip() for cell in lines[0]]
    known = {title: KEYS[field] for title, field in zip(titles, meanings(titles), strict=True) if field in KEYS}
    keys = known or dict.fromkeys(titles[: places[GRADE]], "any")  # in an unknown language: whatever fits
    names = [title for title, field in zip(titles, meanings(titles), strict=True) if field == "name"]
    match = matched(lines, rows, keys, names[0] if names else "", 1, without_word)
    found = [(cells_by_name(lines[at], places), row, row.grade) for at, row in match.rows.items()]
    graded = [(line, row, grade) for line, row, grade in found if grade is not None and GRADE in line]
    maxima = [(line[MAXIMUM].text if MAXIMUM in line else "", row) for line, row, _ in graded]
    factors, notes = stretched(maxima, options.scale, titles[places[MAXIMUM]] if MAXIMUM in places else "")
    texts: dict[Cell, str] = {}
    changes: dict[str, tuple[str, str]] = {}
    said = [*notes]
    for (line, row, grade), factor in zip(graded, factors, strict=True):
        if factor is None:
            continue
        new = cells_of(line, row, grade * factor)
        texts.update(new)
        changes[row.student.id] = line[GRADE].text, new[line[GRADE]]
        said += refused(line, row, grade * factor)
    notes = (*notes_of(match, rows), *said, *replaced_grades(changes))
    return Exported(files={ALL: cells.replaced(data, texts)}, notes=notes)


def refused(line: Mapping[str, Cell], row: GradeRow, grade: Fraction) -> list[str]:
    """Return why Moodle may not take a grade that is written into its worksheet."""
    maximum = points_in(line[MAXIMUM].text) if MAXIMUM in line else None
    said = []
    if maximum is not None and grade > maximum:
        said.append(
            f"{row.student.id}: {number(grade)} is more than the {number(maximum)} there are, and Moodle takes it only "
            "where its setting unlimitedgrades is on"
        )
    if OPEN in line and line[OPEN].text.strip().casefold() in NO:
        said.append(f"{row.student.id}: the grade is locked there, so Moodle will not take {number(grade)}")
    return said


def without_word(text: str) -> str:
    """Return the number of a participant alone, another text as it is."""
    return PARTICIPANT.sub("", text.strip())


def worksheet(data: bytes, column: str | None) -> tuple[list[list[Cell]], dict[str, int]]:
    """Return the lines of a worksheet, and where its grade, maximum and feedback stand.

    The grade's column is the one that was asked for, else the one that Moodle calls so in some language, else the one
    before a column that holds one number above 0 in every line: the maximum.
    """
    sheets = [lines for delimiter in cells.DELIMITERS if (lines := cells.lines_of(data, delimiter))]
    if not sheets:
        raise OperatorError("the file given by --into is empty: export the grading worksheet again")
    for lines in sheets:
        titles = [cell.text.strip() for cell in lines[0]]
        places = _places(titles, column)
        place = _before_the_maximum(lines) if MAXIMUM not in places and column is None else None
        if place is not None and places.setdefault(GRADE, place) == place:
            places[MAXIMUM] = place + 1
        if GRADE in places:
            return lines, places
    widest = max(sheets, key=lambda lines: len(lines[0]))
    names = [cell.text.strip() for cell in widest[0]]
    near = nearest(column, names) if column is not None else None
    raise OperatorError(
        f"the file given by --into has no column {column or 'Grade'!r}."
        + (f" Did you mean {near!r}?" if near is not None else "")
        + f" Choose with --column one of: {', '.join(map(repr, names))}"
    )


def _places(titles: Sequence[str], column: str | None) -> dict[str, int]:
    found: dict[str, int] = {}
    names = {GRADE: (column,) if column else headings.GRADE, MAXIMUM: headings.MAXIMUM, FEEDBACK: headings.FEEDBACK}
    for meaning, known in names.items():
        wanted = {headings.plain(name) for name in known}
        at = next((place for place, title in enumerate(titles) if headings.plain(title) in wanted), None)
        if at is not None:
            found[meaning] = at
    return found


def _before_the_maximum(lines: Sequence[Sequence[Cell]]) -> int | None:
    """Return the column before the only one that holds the same number above 0 in every line."""
    width = min(map(len, lines))
    columns = [{line[at].text.strip() for line in lines[1:]} for at in range(width)]
    numbers = [at for at, texts in enumerate(columns) if len(texts) == 1 and NUMBER.fullmatch(next(iter(texts)))]
    return numbers[0] - 1 if len(lines) > 1 and len(numbers) == 1 and numbers[0] > 0 else None


def cells_by_name(line: Sequence[Cell], places: dict[str, int]) -> dict[str, Cell]:
    """Return a line's cells by their columns; a line may end before the last column."""
    if MAXIMUM in places and places[MAXIMUM] + 1 not in places.values():
        places = {**places, OPEN: places[MAXIMUM] + 1}  # in every language: whether the grade can be changed
    return {name: line[place] for name, place in places.items() if place < len(line)}


def cells_of(line: Mapping[str, Cell], row: GradeRow, grade: Fraction) -> dict[Cell, str]:
    """Return what goes into a student's line."""
    written = number(grade)
    if MAXIMUM in line and "," in line[MAXIMUM].text:  # a spreadsheet of that language takes 29.52 for a day
        written = written.replace(".", ",")
    texts = {line[GRADE]: written}
    if FEEDBACK in line and not line[FEEDBACK].text.strip():
        texts[line[FEEDBACK]] = csv_cell(feedback(row), LONGEST)
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
