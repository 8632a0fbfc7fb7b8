"""A class as a table: a line per student with score, status, and what is not passed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from grader.cli import screen

if TYPE_CHECKING:
    from grader.classroom.summary import Line

LEFT, RIGHT = "left", "right"
STYLES = {"passed": "green", "failed": "red", "broken": "bold magenta", "waits for marks": "yellow"}  # of a status


def table(lines: "Sequence[tuple[str, Line]]") -> None:
    """Print a line per student: score, grade where the course's policy changed any, and what is not passed."""
    columns = _columns(lines)
    if screen.is_terminal():
        _draw(columns)
        return
    widths = [max(map(len, cells), default=0) for _, _, cells in columns]
    for row in zip(*(cells for _, _, cells in columns), strict=True):
        aligned = [
            cell.ljust(width) if side == LEFT else cell.rjust(width)
            for cell, width, (_, side, _) in zip(row, widths, columns, strict=True)
        ]
        click.echo("  ".join(aligned).rstrip())


def _columns(lines: "Sequence[tuple[str, Line]]") -> "list[tuple[str, str, list[str]]]":
    """Return the columns: heading, alignment, cells."""
    from grader.report.escape import first_on_a_line, one_line

    columns = [("student", LEFT, [first_on_a_line(student, 40) for student, _ in lines])]
    if any(line.name for _, line in lines):
        columns.append(("name", LEFT, [one_line(line.name, 30) for _, line in lines]))
    columns.append(("score", LEFT, [f"{_points(line.score):>6} of {line.possible:g}" for _, line in lines]))
    if any(line.grade is not None and line.grade != line.score for _, line in lines):
        columns.append(("grade", RIGHT, [_points(line.grade) for _, line in lines]))
    columns.append(("status", LEFT, [line.status for _, line in lines]))
    rest = [", ".join(line.missed) or (one_line(line.notes) if line.status == "missing" else "") for _, line in lines]
    return [*columns, ("not passed", LEFT, rest)]


def _points(value: float | None) -> str:
    return "?" if value is None else f"{value:.2f}"


def _draw(columns: "Sequence[tuple[str, str, list[str]]]") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    view = Table(box=box.SIMPLE)
    for heading, side, _ in columns:
        view.add_column(heading, justify=side)  # type: ignore[arg-type]
    for row in zip(*(cells for _, _, cells in columns), strict=True):
        view.add_row(*(Text(cell.strip(), STYLES.get(cell, "")) for cell in row))  # Text: a name is no markup
    Console(width=screen.columns()).print(view)
