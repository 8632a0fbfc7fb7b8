"""A class as a table: a line per student with score, status, and what is not passed."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.classroom.summary import Line

HEADINGS = (("student", "left"), ("score", "right"), ("of", "right"), ("status", "left"), ("not passed", "left"))


def table(lines: "Sequence[tuple[str, Line]]") -> None:
    """Print a line per student: score, and what is not passed."""
    from grader.report.escape import one_line

    rows = [
        (
            one_line(student, 40),
            "?" if line.score is None else f"{line.score:.2f}",
            f"{line.possible:g}",
            line.status,
            ", ".join(line.missed) or (one_line(line.notes) if line.status == "missing" else ""),
        )
        for student, line in lines
    ]
    if not sys.stdout.isatty():
        width = max((len(row[0]) for row in rows), default=0)
        states = max((len(row[3]) for row in rows), default=0)
        for student, score, possible, state, missing in rows:
            click.echo(f"{student:<{width}}  {score:>6} of {possible}  {state:<{states}}  {missing}".rstrip())
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    view = Table(box=box.SIMPLE)
    for heading, justify in HEADINGS:
        view.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for row in rows:
        view.add_row(*(Text(cell) for cell in row))  # Text: a student's name is no markup
    Console().print(view)
