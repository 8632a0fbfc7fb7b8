"""``grader run``."""

import sys

import click

from grader.cli.common import (
    ASSIGNMENT_ID,
    assignments_option,
    dialect_option,
    json_option,
    language_option,
    portable_option,
    source_option,
    write_json,
)
from grader.cli.kinds import FILE, PLACE, Name, NewFolder, Place
from grader.cli.listing import CLASS_STUDENT

SEED = "A file whose text seeds the cases. Who has it has the cases; without it they are the public ones."
COURSE = "The course's settings, a course.toml: seed, gradebook, roster, deadlines, lateness."
GRADEBOOK = "Where results are kept: a file, or postgresql://USER@HOST/DATABASE. What is in it is not graded again."
GROUPS = "A CSV that says who is in which group: what a group hands in is everybody's in it."
TIMES = "A CSV that says when each student handed in, such as Moodle's grading worksheet; for the deadline."
NAME = "The assignment's id. With --course and without it, every assignment that has a folder or archive in DIR."
LEVEL = "The weakest isolation level to grade at: A, B or C. The machine's strongest is used in any case."


@click.command(name="run")
@click.argument("directory", metavar="DIR", type=PLACE)
@click.option("-a", "--assignment", "name", type=ASSIGNMENT_ID, help=NAME)
@click.option("--out", required=True, metavar="DIR", type=NewFolder(), help="Where results go.")
@source_option
@click.option("--course", type=FILE, help=COURSE)
@click.option("--gradebook", type=Place("gradebook"), metavar="FILE|URL", help=GRADEBOOK)
@click.option("--roster", type=FILE, help="A CSV of all students: each of them has a grade then, or a reason.")
@click.option("--groups", type=FILE, help=GROUPS)
@click.option("--times", type=FILE, help=TIMES)
@click.option("--seed-file", type=FILE, help=SEED)
@click.option("--jobs", type=click.IntRange(min=1), help="How many to grade at once, instead of one per processor.")
@click.option(
    "--only",
    type=CLASS_STUDENT,
    metavar="STUDENT",
    multiple=True,
    help="Grade this student again, and nobody else. Repeatable.",
)
@click.option("--why", metavar="TEXT", default="", help="Why this is graded (again), for the history.")
@click.option("--cluster", metavar="HOST:PORT", help="Let a Dask cluster do the work: its scheduler's address.")
@click.option("--watch", is_flag=True, help="Grade what arrives in DIR, until stopped.")
@click.option(
    "--level", "wanted", type=Name("level", "ABC"), metavar="LEVEL", default="C", show_default=True, help=LEVEL
)
@click.option("--anyway", is_flag=True, help="Grade a class that holds another assignment's functions.")
@click.option("--allow-weak", is_flag=True, help="Accept level D, which does not confine; every report says so.")
@language_option
@portable_option
@dialect_option
@assignments_option
@json_option
def command(**arguments: object) -> None:
    """Grade a class: DIR is a folder with a file or folder per student, or what a course's site hands out.

    With --course and without -a, DIR holds such a class for each assignment, named by the assignment's id, and all of
    them are graded. Writes report.json and report.txt per student and summary.csv below --out. Exit code 0 when every
    submission has a result, whatever its score.
    """
    from grader.sandbox.sandbox import Sandbox

    if arguments["name"] is None:
        from grader.cli.run_all import grade_course
        from grader.cli.run_setup import Options

        sys.exit(grade_course(Options(**{**arguments, "name": ""})))  # type: ignore[arg-type]
    with Sandbox(
        portable=True if arguments["portable"] else None
    ) as sandbox:  # first: its interpreter starts while this one reads
        from grader.cli.class_run import grade_class
        from grader.cli.run_setup import Options

        options = Options(**arguments)  # type: ignore[arg-type]
        graded = grade_class(options, sandbox)
    if graded is not None:
        if options.json_file:
            from grader.report.document import to_bytes

            write_json(to_bytes(graded.reports), options.json_file)
        sys.exit(graded.exit_code)
