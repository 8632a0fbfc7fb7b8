"""``grader run``."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import assignments_option, dialect_option, find_assignment, json_option, write_json
from grader.errors import OperatorError, TooWeak
from grader.model import Level, Report

if TYPE_CHECKING:
    from grader.sandbox.runner import Sandbox

WEAK = (
    "Warning: isolation level D. Student code runs in a separate process with limits, but could read\n"
    "your files. Grade on a machine you can lose; `grader doctor` says what is missing."
)
NO_LANDLOCK = "Note: isolation level C. The kernel has no Landlock here; seccomp alone keeps student code from files."
STRONGER = (
    "`grader doctor` explains each mechanism. To grade at level D all the same, on a machine you can lose, add\n"
    "--allow-weak; every report will say so."
)


@click.command(name="run")
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-a", "--assignment", "name", required=True, help="The assignment's id.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where results go.")
@click.option(
    "--seed-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose text seeds the cases. Who has it has the cases; without it they are the public ones.",
)
@click.option(
    "--level",
    "wanted",
    type=click.Choice(["A", "B", "C"]),
    default="C",
    show_default=True,
    help="The weakest isolation level to grade at; the machine's strongest is used in any case.",
)
@click.option("--allow-weak", is_flag=True, help="Accept level D, which does not confine; every report says so.")
@dialect_option
@assignments_option
@json_option
def command(
    directory: Path,
    name: str,
    out: Path,
    seed_file: Path | None,
    wanted: Level,
    allow_weak: bool,
    dialect: str,
    folder: Path | None,
    json_file: str | None,
) -> None:
    """Grade a class: every file or sub-folder of DIR is one student's submission.

    Writes report.json and report.txt per student and summary.csv below --out. Exit code 0 when every
    submission has a result, whatever its score.
    """
    from grader.sandbox.runner import Sandbox

    with Sandbox() as sandbox:
        from grader.classroom.folder import students
        from grader.classroom.run import run
        from grader.grading import PUBLIC_SEED, plan

        assignment = find_assignment(name, folder)
        sandbox.configure(assignment.limits, assignment.imports, "D" if allow_weak else wanted)
        seed = read_seed(seed_file) if seed_file else PUBLIC_SEED
        if out.resolve() == directory.resolve() or directory.resolve() in out.resolve().parents:
            raise click.UsageError("--out is inside the class; the next run would take its reports for submissions")
        entries = students(directory)
        announce(sandbox)
        with progress(len(entries)) as on_graded:
            graded = run(entries, plan(assignment, seed), sandbox, out, on_graded, dialect)
    if json_file:
        write_json(summary_json(graded), json_file)
    if json_file != "-":
        table(graded)
        count = f"{len(graded)} submission{'s' if len(graded) != 1 else ''}"
        click.echo(f"{count} graded; reports and summary.csv are in {out}")
    broken = [student for student, report in graded if report.has_broken]
    if broken:
        click.echo(f"The grader itself failed on: {', '.join(broken)}. Their scores are not final.", err=True)
        sys.exit(3)


def announce(sandbox: "Sandbox") -> None:
    """Start a child, and say what its isolation lacks; a level weaker than wanted stops the run."""
    try:
        level = sandbox.level
    except TooWeak as problem:
        raise OperatorError(f"{problem}\n{STRONGER}") from None
    if level in ("C", "D"):
        click.echo(WEAK if level == "D" else NO_LANDLOCK, err=True)


def read_seed(file: Path) -> str:
    """Return the text of a seed file."""
    try:
        seed = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise click.UsageError(f"{file} is not a file of text in UTF-8") from None
    if not seed:
        raise click.UsageError(f"{file} is empty: anyone could guess that seed")
    return seed


@contextmanager
def progress(total: int) -> Iterator[Callable[[str, Report], None]]:
    """A bar on a terminal; a plain line per submission elsewhere. Both go to standard error."""
    if not sys.stderr.isatty():
        done = 0

        def plain(student: str, report: Report) -> None:
            nonlocal done
            done += 1
            click.echo(f"{done}/{total} {one_line(student)}", err=True)

        from grader.report.escape import one_line

        yield plain
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("grading", total=total)
        yield lambda student, report: bar.advance(task)


def table(graded: list[tuple[str, Report]]) -> None:
    """Print a line per student: score, and what is not passed."""
    from grader.classroom.summary import status
    from grader.report.document import decimal
    from grader.report.escape import one_line

    rows = [
        (
            one_line(student, 40),
            "?" if report.has_broken else f"{decimal(report.score):.2f}",
            f"{decimal(report.possible):g}",
            status(report),
            open_of(report),
        )
        for student, report in graded
    ]
    if not sys.stdout.isatty():
        width = max(len(row[0]) for row in rows)
        for student, score, possible, state, missing in rows:
            click.echo(f"{student:<{width}}  {score:>6} of {possible}  {state:<7} {missing}".rstrip())
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    view = Table(box=box.SIMPLE)
    for heading, justify in (
        ("student", "left"),
        ("score", "right"),
        ("of", "right"),
        ("status", "left"),
        ("not passed", "left"),
    ):
        view.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for row in rows:
        view.add_row(*(Text(cell) for cell in row))  # Text: a student's name is no markup
    Console().print(view)


def open_of(report: Report) -> str:
    """Return the exercises that are not passed."""
    names = [exercise.exercise.id for exercise in report.exercises if exercise.status != "passed"]
    return ", ".join(names)


def summary_json(graded: list[tuple[str, Report]]) -> bytes:
    """Return all reports in one document, by student."""
    from grader.report.document import to_bytes, to_document
    from grader.submission import printable

    documents = [{"student": printable(student), "report": to_document(report)} for student, report in graded]
    return to_bytes(documents)
