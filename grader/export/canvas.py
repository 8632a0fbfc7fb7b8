"""Canvas: fill one column of the instructor's own gradebook export, and touch nothing else. Pure.

That file is the import format too, and it knows every student's key and every column's number; a file made from
scratch would have to guess both.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from grader.errors import OperatorError, nearest
from grader.export import cells
from grader.export.cells import Cell
from grader.export.format import ALL, Exported, Options, without_grade
from grader.export.line_matching import matched
from grader.export.table import number
from grader.headings import plain
from grader.model import GradeRow
from grader.model.numbers import number_in

KEYS = {"ID": "id", "SIS User ID": "registrar", "SIS Login ID": "login"}
NUMBERED = re.compile(r"(?P<name>.*\S)\s+\(\d+\)\s*")  # "CNN lab (4711)"
POSSIBLE = "points possible"
EXCUSED = frozenset({"ex", "excused"})  # what Canvas shows and takes for somebody whose grade does not count
MOST = 5  # students named in a note


def export(rows: Sequence[GradeRow], options: Options) -> Exported:
    """Return the instructor's file with the grades of one assignment in its column."""
    data = given(options, "canvas", "the gradebook that Canvas exports")
    assignment = only_assignment(rows)
    lines = cells.read(data, "Student")
    column = column_of(lines, assignment, options.column)
    first, points = 1, ""
    for at, line in enumerate(lines[1:6], 1):
        if line[0].text.strip().casefold() == POSSIBLE:
            first = at + 1
            points = line[column].text if column < len(line) else ""
    match = matched(lines, rows, KEYS, "Student", first)
    found = [(lines[at][column], row) for at, row in match.rows.items() if column < len(lines[at])]
    excused = [row for cell, row in found if row.grade is not None and cell.text.strip().casefold() in EXCUSED]
    graded = [(cell, row, row.grade) for cell, row in found if row.grade is not None and row not in excused]
    factors, notes = stretched([(points, row) for _, row, _ in graded], options.scale, lines[0][column].text)
    texts = {
        cell: number(grade * factor)
        for (cell, _, grade), factor in zip(graded, factors, strict=True)
        if factor is not None
    }
    said = [
        *match.notes,
        *notes,
        *(f"{row.student.id}: excused there, so the grade {number(row.grade)} is not written" for row in excused),
        *replaced_grades({row.student.id: (cell.text, texts[cell]) for cell, row, _ in graded if cell in texts}),
        *without_grade(rows),
    ]
    return Exported(files={ALL: cells.replaced(data, texts)}, notes=tuple(said))


def replaced_grades(changes: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """Return a note on grades that were in another system's file and are others now, by student: before and now."""
    changed = [
        f"{student} had {before.strip()} and has {now}"
        for student, (before, now) in changes.items()
        if before.strip() and points_in(before) != points_in(now)
    ]
    more = f", and {len(changed) - MOST} more" if len(changed) > MOST else ""
    return (f"other grades were there: {', '.join(changed[:MOST])}{more}",) if changed else ()


def given(options: Options, name: str, what: str) -> bytes:
    """Return the file to fill."""
    if options.into is None:
        raise OperatorError(f"{name} fills a file of yours: give {what} with --into FILE")
    return options.into


def only_assignment(rows: Sequence[GradeRow]) -> str:
    """Return the one assignment of all rows."""
    names = sorted({row.assignment for row in rows})
    if len(names) != 1:
        raise OperatorError(f"one column holds one assignment: choose with -a one of {', '.join(names)}")
    return names[0]


def column_of(lines: Sequence[Sequence[Cell]], assignment: str, wanted: str | None) -> int:
    """Return the number of the column to fill: the one asked for, or the one named like the assignment."""
    titles = [cell.text.strip() for cell in lines[0]]
    exact = [at for at, title in enumerate(titles) if title == wanted]
    if wanted is not None and len(exact) == 1:
        return exact[0]
    target = plain(wanted if wanted is not None else assignment)
    numbered = [(at, found["name"]) for at, title in enumerate(titles) if (found := NUMBERED.fullmatch(title))]
    named = [at for at, name in numbered if plain(name) == target]
    if len(named) != 1:
        names = [titles[at] for at, _ in numbered]
        problem = "no column" if not named else "more than one column"
        near = nearest(wanted, [name.strip() for _, name in numbered]) if wanted is not None and not named else None
        raise OperatorError(
            f"{problem} of that file is {wanted or assignment!r}."
            + (f" Did you mean {near!r}?" if near is not None else "")
            + f" Choose with --column one of: {', '.join(names) or 'none'}"
        )
    return named[0]


def stretched(
    pairs: Sequence[tuple[str, GradeRow]], scale: bool, column: str
) -> tuple[list[Fraction | None], tuple[str, ...]]:
    """Return for each row what to multiply its grade with, so that it is out of the column's own points.

    A row is weighed by what was possible for itself, never by what was possible for another student.

    Parameters
    ----------
    pairs : sequence of (str, GradeRow)
        How many points the column says there are, and a row.
    scale : bool
        Whether the operator wants grades converted.
    column : str

    Returns
    -------
    factors : list of Fraction or None
        None for a row that is out of other points, where the others are not and nothing is to be converted.
    notes : tuple of str
        A note for each of those.

    Raises
    ------
    OperatorError
        If no row at all is out of the column's points, and nothing is to be converted.
    """
    wanted = [points_in(text) for text, _ in pairs]
    if any(points == 0 != row.possible for points, (_, row) in zip(wanted, pairs, strict=True)) and scale:
        raise OperatorError(
            f"{column.strip()} is out of 0 points there, and every grade would become 0: set the points there first"
        )
    fits = [points in (None, row.possible) for points, (_, row) in zip(wanted, pairs, strict=True)]
    if not scale and pairs and not any(fits):
        text, row = pairs[0]
        raise OperatorError(
            f"{column.strip()} is out of {text.strip()} points there, {row.assignment} out of {number(row.possible)} "
            "here: set the points there, or add --scale to convert the grades"
        )
    factors: list[Fraction | None] = []
    notes = []
    if pairs and all(points is None for points in wanted):
        where = f"{column.strip()} of that file" if column.strip() else "that file"
        notes.append(f"{where} does not say how many points there are, so grades are written as they are here")
    for points, fit, (text, row) in zip(wanted, fits, pairs, strict=True):
        if fit or points is None or not row.possible:
            factors.append(Fraction(1))
        elif scale:
            factors.append(points / row.possible)
        else:
            factors.append(None)
            own = f"the grade is out of {number(row.possible)} points and {column.strip()} out of {text.strip()}"
            notes.append(f"{row.student.id}: not written, because {own}; --scale converts it")
    return factors, tuple(notes)


def points_in(text: str) -> Fraction | None:
    """Return the points that a cell names, if it does."""
    try:
        return number_in(text) if text.strip() else None
    except ValueError:
        return None
