"""``grader export``."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.common import assignment_filter, assignments_option, rows_of, say_wrote
from grader.cli.kinds import FILE, Listed, Place
from grader.cli.off_roster import say_off_roster
from grader.cli.screen import say
from grader.errors import OperatorError

if TYPE_CHECKING:
    from grader.export import Exported
    from grader.model import GradeRow


def list_formats(folder: Path | None, _: Mapping[str, Any]) -> list[str]:
    """Return the names of the formats that come with the grader."""
    from grader.export import FORMATS

    return list(FORMATS)


FORMAT = Listed("format", list_formats)


@click.command(name="export")
@click.argument("gradebook", metavar="[GRADEBOOK]", required=False, type=Place("gradebook"))
@click.option("--format", "format_name", metavar="NAME", required=True, type=FORMAT, help="For which system.")
@click.option(
    "--out", required=True, metavar="PATH", type=click.Path(path_type=Path), help="The file or folder to write."
)
@assignment_filter
@click.option("--total", "course", metavar="COURSE", type=FILE, help="Everyone's total instead, by this course.toml.")
@click.option("--into", type=FILE, help="Your own file from Canvas or Moodle; a filled copy of it is written to --out.")
@click.option("--column", metavar="NAME", help="Which column of it, where none is named like the assignment.")
@click.option("--scale", is_flag=True, help="Convert grades to the points that the column is out of.")
@click.option("--package", is_flag=True, help="Write what the system needs to grade by itself; takes no GRADEBOOK.")
@click.option("--seed-file", type=FILE, help="For --package: the course's seed, kept in the package.")
@click.option(
    "--install",
    type=Place(),
    metavar="FILE|NAME",
    help="For --package: the wheel or source archive to put into it, or what pip is to install.",
)
@assignments_option
def command(
    gradebook: str | None,
    format_name: str,
    out: Path,
    name: str | None,
    course: Path | None,
    into: Path | None,
    column: str | None,
    scale: bool,
    package: bool,
    seed_file: Path | None,
    install: str | None,
    folder: Path | None,
) -> None:
    """Write the grades of a gradebook for another system, or what it needs to grade by itself.

    Who got nothing, and why, is said on standard error.
    """
    from grader.export import Options, find, written

    chosen = find(format_name)
    if package:
        from grader.cli.packages import package_of

        files = package_of(format_name, name, folder, seed_file, install)
        say_written(written(files, out, is_private=seed_file is not None), out)
        return
    if gradebook is None:
        raise click.UsageError("name the GRADEBOOK to export from; without one only --package makes sense")
    if into is not None and not chosen.fills:
        raise click.UsageError(f"--into is for files that canvas and moodle fill; {format_name} writes its own")
    if course is not None and name is not None:
        raise click.UsageError("-a and --total exclude each other: a total is of all assignments")
    rows = total_rows(gradebook, course) if course else rows_of(gradebook, name)
    data = read(into) if into is not None else None
    exported = chosen.export(rows, Options(into=data, column=column, scale=scale))
    say_notes(exported)
    say_written(written(exported.files, out, is_private=True), out)


def total_rows(gradebook: str, course: Path) -> "list[GradeRow]":
    """Return everyone's total, as grades of an assignment that is called ``total``."""
    from grader.classroom.settings import load_settings
    from grader.classroom.totals import total_row, totals
    from grader.cli.course_command import check_weights

    settings = load_settings(course)
    rows = rows_of(gradebook, with_reports=False)
    check_weights({row.assignment for row in rows}, settings.total)
    say_off_roster(rows, settings.roster)
    return [total_row(total, settings.total) for total in totals(rows, settings.total)]


def read(file: Path) -> bytes:
    """Return a file's bytes."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise OperatorError(f"cannot read {file}: {error.strerror}") from None


def say_notes(exported: "Exported") -> None:
    """Print an export's notes."""
    from grader.report.escape import one_line

    for note in exported.notes:
        say(f"Note: {one_line(note)}", err=True)


def say_written(count: int, out: Path) -> None:
    """Say what was written: a file, or files below a folder."""
    if out.is_dir():
        say(f"wrote {count} file{'s' * (count != 1)} below {out}")
    else:
        say_wrote("", out)
