"""``grader export``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import assignment_filter, assignments_option, rows_by_assignment
from grader.errors import OperatorError

if TYPE_CHECKING:
    from grader.export import Exported

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="export")
@click.argument("gradebook", metavar="[GRADEBOOK]", required=False)
@click.option("--format", "format_name", metavar="NAME", required=True, help="For which system.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file or folder to write.")
@assignment_filter
@click.option("--into", type=FILE, help="Your own file from Canvas or Moodle; a filled copy of it is written to --out.")
@click.option("--column", metavar="NAME", help="Which column of it, where none is named like the assignment.")
@click.option("--scale", is_flag=True, help="Convert grades to the points that the column is out of.")
@click.option("--package", is_flag=True, help="Write what the system needs to grade by itself; takes no GRADEBOOK.")
@click.option("--seed-file", type=FILE, help="For --package: the course's seed, kept in the package.")
@click.option(
    "--install",
    metavar="FILE|NAME",
    help="For --package: the wheel or source archive to put into it, or what pip is to install.",
)
@assignments_option
def command(
    gradebook: str | None,
    format_name: str,
    out: Path,
    name: str | None,
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
        click.echo(f"wrote {counted(written(files, out), out)}")
        return
    if gradebook is None:
        raise click.UsageError("name the GRADEBOOK to export from; without one only --package makes sense")
    if into is not None and not chosen.fills:
        raise click.UsageError(f"--into is for files that canvas and moodle fill; {format_name} writes its own")
    rows = [row for rows in rows_by_assignment(gradebook, name).values() for row in rows]
    data = read(into) if into is not None else None
    exported = chosen.export(rows, Options(into=data, column=column, scale=scale))
    say(exported)
    click.echo(f"wrote {counted(written(exported.files, out), out)}")


def read(file: Path) -> bytes:
    """Return a file's bytes."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise OperatorError(f"cannot read {file}: {error.strerror}") from None


def say(exported: "Exported") -> None:
    """Print an export's notes."""
    from grader.report.escape import one_line

    for note in exported.notes:
        click.echo(f"Note: {one_line(note)}", err=True)


def counted(count: int, out: Path) -> str:
    """Return what was written, in words."""
    return f"{out}" if out.is_file() else f"{count} file{'s' * (count != 1)} below {out}"
