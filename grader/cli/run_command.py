"""``grader run``."""

import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import assignments_option, dialect_option, find_assignment, json_option, write_json
from grader.errors import OperatorError, TooWeak
from grader.model import Level

if TYPE_CHECKING:
    from grader.classroom.class_work import ClassWork
    from grader.classroom.session import Session
    from grader.classroom.summary import Line
    from grader.cli.run_setup import Options
    from grader.gradebook import Gradebook
    from grader.sandbox.sandbox import Sandbox

WEAK = (
    "Warning: isolation level D. Student code runs in a separate process with limits, but could read\n"
    "your files. Grade on a machine you can lose; `grader doctor` says what is missing."
)
NO_LANDLOCK = "Note: isolation level C. The kernel has no Landlock here; seccomp alone keeps student code from files."
STRONGER = (
    "`grader doctor` explains each mechanism. To grade at level D all the same, on a machine you can lose, add\n"
    "--allow-weak; every report will say so."
)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SEED = "A file whose text seeds the cases. Who has it has the cases; without it they are the public ones."
COURSE = "The course's settings, a course.toml: seed, gradebook, roster, deadlines, lateness."
GRADEBOOK = "Where results are kept: a file, or postgresql://USER@HOST/DATABASE. What is in it is not graded again."
SOURCES = ("auto", "plain", "canvas", "moodle", "gradescope", "github", "nbgrader")
LEVEL = "The weakest isolation level to grade at; the machine's strongest is used in any case."


@click.command(name="run")
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("-a", "--assignment", "name", required=True, help="The assignment's id.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where results go.")
@click.option("--source", type=click.Choice(SOURCES), default="auto", help="Whose layout DIR has; judged by its names.")
@click.option("--course", type=FILE, help=COURSE)
@click.option("--gradebook", metavar="FILE|URL", help=GRADEBOOK)
@click.option("--roster", type=FILE, help="A CSV of all students: each of them has a grade then, or a reason.")
@click.option("--seed-file", type=FILE, help=SEED)
@click.option("--jobs", type=click.IntRange(min=1), help="How many to grade at once, instead of one per processor.")
@click.option("--only", metavar="STUDENT", multiple=True, help="Grade this student again, and nobody else. Repeatable.")
@click.option("--why", metavar="TEXT", default="", help="Why this is graded (again), for the history.")
@click.option("--cluster", metavar="HOST:PORT", help="Let a Dask cluster do the work: its scheduler's address.")
@click.option("--watch", is_flag=True, help="Grade what arrives in DIR, until stopped.")
@click.option("--level", "wanted", type=click.Choice(["A", "B", "C"]), default="C", show_default=True, help=LEVEL)
@click.option("--allow-weak", is_flag=True, help="Accept level D, which does not confine; every report says so.")
@dialect_option
@assignments_option
@json_option
def command(**arguments: object) -> None:
    """Grade a class: DIR is a folder with a file or folder per student, or what a course's site hands out.

    Writes report.json and report.txt per student and summary.csv below --out. Exit code 0 when every
    submission has a result, whatever its score.
    """
    from grader.sandbox.sandbox import Sandbox

    with Sandbox() as sandbox:  # first: its interpreter starts while this one reads
        from grader.cli.run_setup import Options

        grade_class(Options(**arguments), sandbox)  # type: ignore[arg-type]


def grade_class(options: "Options", sandbox: "Sandbox") -> None:
    """Grade a class as the command line says."""
    from grader.classroom.run import run
    from grader.classroom.watch import watch
    from grader.cli import run_setup
    from grader.cli.progress import progress
    from grader.files import scratch_folder
    from grader.gradebook import Gradebook

    assignment = find_assignment(options.name, options.folder)
    check_places(options)
    job = run_setup.job(options, assignment, sandbox)
    with scratch_folder() as work, contextlib.ExitStack() as stack:
        handed_in, detected = run_setup.find(job, work)
        announce(sandbox)
        book = stack.enter_context(Gradebook.open(job.place, write=True))
        run_setup.check_only(job, handed_in, book)
        total = None if options.watch else len(handed_in.entries)
        with progress(total) as on_done, run_setup.performer(job, sandbox, total) as (performer, batch):
            session = run_setup.session(job, book, batch, on_done)
            if options.watch:
                watch(session, performer, lambda: run_setup.find(job, work)[0], work, say_listed)
                return
            say_found(handed_in, detected)
            lines = run(session, performer, handed_in)
        tell(options, book, session, lines)


def check_places(options: "Options") -> None:
    """Refuse results among submissions."""
    directory, out = options.directory.resolve(), options.out.resolve()
    if out == directory or directory in out.parents:
        raise click.UsageError("--out is inside the class; the next run would take its reports for submissions")


def announce(sandbox: "Sandbox") -> None:
    """Start a child, and say what its isolation lacks; a level weaker than wanted stops the run."""
    try:
        level: Level = sandbox.level
    except TooWeak as problem:
        raise OperatorError(f"{problem}\n{STRONGER}") from None
    if level in ("C", "D"):
        click.echo(WEAK if level == "D" else NO_LANDLOCK, err=True)


def say_listed(line: str) -> None:
    """Say one thing that someone should look at."""
    from grader.report.escape import one_line

    click.echo(f"To look at: {one_line(line, 500)}", err=True)


def say_found(handed_in: "ClassWork", detected: str) -> None:
    """Say how the class was read, and what in it belongs to nobody or should be looked at."""
    click.echo(f"{detected}.", err=True)
    for line in handed_in.listed:
        say_listed(line)


def tell(options: "Options", book: "Gradebook", session: "Session", lines: "Sequence[tuple[str, Line]]") -> None:
    """Say what became of the class; leave with 3 where the grader itself failed."""
    from grader.cli.class_table import table

    if options.json_file:
        write_json(reports_json(book, session.run.assignment, [student for student, _ in lines]), options.json_file)
    if options.json_file != "-":
        table([line for line in lines if not options.only or line[0] in options.only])
        counted = f"{session.done} submission{'s' if session.done != 1 else ''} graded"
        before = f", {session.known} of them before" if session.known else ""
        click.echo(f"{counted}{before}; reports and summary.csv are in {options.out}")
        if session.skipped:
            click.echo(f"{len(session.skipped)} other submissions are not graded yet.")
    broken = [student for student, line in lines if line.status == "broken"]
    if broken:
        click.echo(f"The grader itself failed on: {', '.join(broken)}. Their scores are not final.", err=True)
        sys.exit(3)


def reports_json(book: "Gradebook", assignment: str, students: Sequence[str]) -> bytes:
    """Return all reports in one document, in the order of the class."""
    from grader.gradebook.writing import storable
    from grader.report.document import to_bytes, to_document

    found = {row.student.id: to_document(row.report) for row in book.each_grade_row(assignment) if row.report}
    names = [storable(student) for student in students]
    return to_bytes([{"student": name, "report": found[name]} for name in names if name in found])
