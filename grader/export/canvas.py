"""Canvas: fill one column of the instructor's own gradebook export, and touch nothing else. Pure.

That file is the import format too, and it knows every student's key and every column's number; a file made from
scratch would have to guess both.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from grader.errors import OperatorError
from grader.export import cells
from grader.export.cells import Cell
from grader.export.format import ALL, Exported, Options, without_grade
from grader.export.line_matching import matched
from grader.export.table import number
from grader.model import GradeRow

KEYS = {"ID": "id", "SIS User ID": "registrar", "SIS Login ID": "login"}
NUMBERED = re.compile(r"(?P<name>.*\S)\s+\(\d+\)\s*")  # "CNN lab (4711)"
POSSIBLE = "points possible"


def export(rows: Sequence[GradeRow], options: Options) -> Exported:
    """Return the instructor's file with the grades of one assignment in its column."""
    data = given(options, "canvas", "the gradebook that Canvas exports")
    row = only_assignment(rows)
    lines = cells.read(data, "Student")
    column = column_of(lines, row.assignment, options.column)
    first, factor = 1, None
    for at, line in enumerate(lines[1:6], 1):
        if line[0].text.strip().casefold() == POSSIBLE:
            first = at + 1
            text = line[column].text if column < len(line) else ""
            factor = stretch(text, row, options.scale, lines[0][column].text)
    match = matched(lines, rows, KEYS, "Student", first)
    texts = {}
    for at, found in match.rows.items():
        if found.grade is not None and column < len(lines[at]):
            texts[lines[at][column]] = number(found.grade * (factor or 1))
    return Exported(files={ALL: cells.replaced(data, texts)}, notes=(*match.notes, *without_grade(rows)))


def given(options: Options, name: str, what: str) -> bytes:
    """Return the file to fill."""
    if options.into is None:
        raise OperatorError(f"{name} fills a file of yours: give {what} with --into FILE")
    return options.into


def only_assignment(rows: Sequence[GradeRow]) -> GradeRow:
    """Return a row that stands for the one assignment of all of them."""
    names = sorted({row.assignment for row in rows})
    if len(names) != 1:
        raise OperatorError(f"one column holds one assignment: choose with -a one of {', '.join(names)}")
    return rows[0]


def column_of(lines: Sequence[Sequence[Cell]], assignment: str, wanted: str | None) -> int:
    """Return the number of the column to fill: the one asked for, or the one named like the assignment."""
    titles = [cell.text.strip() for cell in lines[0]]
    exact = [at for at, title in enumerate(titles) if title == wanted]
    if wanted is not None and len(exact) == 1:
        return exact[0]
    target = letters(wanted if wanted is not None else assignment)
    numbered = [(at, found["name"]) for at, title in enumerate(titles) if (found := NUMBERED.fullmatch(title))]
    named = [at for at, name in numbered if letters(name) == target]
    if len(named) != 1:
        there = ", ".join(titles[at] for at, _ in numbered) or "none"
        problem = "no column" if not named else "more than one column"
        raise OperatorError(f"{problem} of that file is {wanted or assignment!r}; choose with --column one of: {there}")
    return named[0]


def letters(text: str) -> str:
    """Return a name without what people write differently: case, blanks, dashes."""
    return "".join(character for character in text.casefold() if character.isalnum())


def stretch(text: str, row: GradeRow, scale: bool, column: str) -> Fraction | None:
    """Return what to multiply grades with, so that they are out of the column's own points."""
    try:
        points = Fraction(text.strip().replace(",", ".")) if text.strip() else None
    except ValueError:
        points = None
    if points is None or points == row.possible:
        return None
    if not scale:
        raise OperatorError(
            f"{column.strip()} is out of {text.strip()} points there, {row.assignment} out of {number(row.possible)} "
            "here: set the points there, or add --scale to convert the grades"
        )
    return points / row.possible if row.possible else None
