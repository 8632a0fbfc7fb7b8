"""``grader check``."""

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import (
    ASSIGNMENT_ID,
    EXERCISE_ID,
    assignments_option,
    dialect_option,
    find_assignment,
    json_option,
    language_option,
    list_assignments,
    portable_option,
    words,
    write_json,
)
from grader.cli.guessing import another_ones, guess, not_graded
from grader.cli.kinds import FILE, PLACE, Name, NamedPlace
from grader.cli.screen import columns, say, show
from grader.cli.twin import filled_in_beside, imported_beside
from grader.cli.waiting import Watched, waiting
from grader.errors import say_unknown
from grader.languages import Say, as_it_is
from grader.model import Assignment, Level, Report, Submission

if TYPE_CHECKING:
    from grader.grading.grade import Plan
    from grader.grading.sealed.grading import SealedPlan
    from grader.sandbox.sandbox import Sandbox

PUBLIC = "Drawn from the public seed: your course grades with cases of its own."
MORE = "-v shows everything, --exercise NAME one exercise."


class OneSubmission(click.Command):
    """A command that takes one submission, and says so to whoever gives several."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if "extra argument" not in error.message:
                raise
            several = "give one submission: a file, or the folder that holds its files; `grader run` grades many"
            raise click.UsageError(several, ctx) from None


def list_single() -> list[str]:
    """Return the formats that take one submission."""
    from grader.export import FORMATS

    return [name for name, format in FORMATS.items() if format.single is not None]


EXPORT = NamedPlace("name=path", list_single)


@click.command(name="check", cls=OneSubmission)
@click.argument("file", type=PLACE)
@click.option(
    "-a",
    "--assignment",
    "name",
    type=ASSIGNMENT_ID,
    help="The assignment's id, or its sealed file; found by the functions' names, or beside FILE, if not given.",
)
@dialect_option
@click.option(
    "--seed-file",
    type=FILE,
    help="A file whose text seeds the cases, as in `grader run`; without it they are the public ones.",
)
@click.option(
    "--level",
    "wanted",
    type=Name("level", "ABC"),
    metavar="LEVEL",
    help="The weakest isolation level to grade at: A, B or C; if not given, C with a seed file, and any without.",
)
@click.option(
    "--export",
    "exports",
    type=EXPORT,
    metavar="NAME=PATH",
    multiple=True,
    help="Write the result for another system too: gradescope=results.json; - as PATH prints it at the end.",
)
@click.option("-v", "--verbose", is_flag=True, help="Print the whole report, not one screen of it.")
@click.option("--exercise", "only", metavar="NAME", type=EXERCISE_ID, help="Print the whole report of one exercise.")
@language_option
@portable_option
@assignments_option
@json_option
def command(
    file: Path,
    name: str | None,
    dialect: str,
    seed_file: Path | None,
    wanted: Level | None,
    exports: tuple[str, ...],
    verbose: bool,
    only: str | None,
    lang: str | None,
    portable: bool,
    folder: Path | None,
    json_file: str | None,
) -> None:
    """Grade one submission (.py, .ipynb, .zip or a folder) and print the scores and what to do next.

    Exit code 0 when all passed, 1 when something did not, 3 when the grader itself failed.
    """
    from grader.sandbox.sandbox import Sandbox

    with Sandbox(portable=portable or None) as sandbox:  # first: its interpreter starts while this one imports the rest
        from grader.grading.grade import plan
        from grader.report import document, text
        from grader.sandbox.levels import least
        from grader.submissions.kinds import READABLE, suffix_of
        from grader.submissions.reading import load_submission
        from grader.submissions.tarballs import is_tar_name

        if file.is_file() and suffix_of(file) not in READABLE and not is_tar_name(file):
            raise click.UsageError(f"{file} is no submission: give a {', '.join(READABLE)} or a folder")
        submission = load_submission(file)
        exporters = [exporter(one, json_file) for one in exports]
        sealed = sealed_plan(file, name, folder, dialect, seed_file)
        assignment = sealed.assignment if sealed else find_assignment(name or guess(submission, folder), folder)
        require_exercise(assignment, only)
        sandbox.configure(assignment.limits, assignment.imports, least(wanted, accepts_weak=portable or not seed_file))
        watched = Watched()
        with waiting(watched):
            planned = sealed or plan(assignment, seed_in(seed_file))
            report = graded(submission, planned, sandbox, dialect, watched)
        if notice := sandbox.notice():
            say(notice, err=True)
    if json_file != "-":
        footer = []
        if sealed is None and name is None:
            footer = not_graded(submission, assignment, folder, planned.called)
        elif sealed is None and not report.all_passed:
            footer = another_ones(submission, assignment, folder)
        if text.is_untouched(report):
            footer = filled_in_beside(file, submission, assignment) + footer
        elif not report.all_passed:
            footer = imported_beside(file, report) + footer
        footer += [PUBLIC] if seed_file is None and planned.is_drawn else []
        _, spoken = words(lang, [assignment.folder])
        is_whole = verbose or only is not None
        show(printed(report, footer, verbose, only, spoken), painted=True, paged=is_whole)
    if json_file:
        write_json(document.to_json(report), json_file)
    for export in exporters:
        export(report, str(file))
    if report.has_broken:
        say("The grader itself failed on some cases; they cost nothing. Please report it.", err=True)
        sys.exit(3)
    sys.exit(0 if report.all_passed else 1)


def sealed_plan(
    file: Path, name: str | None, folder: Path | None, dialect: str, seed_file: Path | None
) -> "SealedPlan | None":
    """Return the sealed file that a student has of an assignment: the one that -a names, or one beside the submission.

    None where there is none, or the assignment comes with the grader, or stands in a folder that was named.
    """
    from grader.grading.sealed.grading import find_sealed, load_sealed

    if folder is not None:
        return None
    if name is not None and name.endswith(".sealed"):
        found: Path | None = Path(name)
    elif name in list_assignments(None, {}):
        return None
    else:
        places = dict.fromkeys([file if file.is_dir() else file.parent, Path()])
        found = next((path for place in places if (path := find_sealed(place, name)) is not None), None)
    if found is None and name is not None and "." not in name:
        unknown = say_unknown("there is no assignment", name, list_assignments(None, {}))
        raise click.UsageError(
            f"{unknown} Nor is there a {name}.sealed beside {file} or here, as a course hands it out."
        )
    if found is None:
        return None
    if seed_file is not None or dialect not in ("auto", "native"):
        raise click.UsageError(
            f"{found.name} holds public cases in the assignment's own words: --seed-file and --dialect need the "
            "assignment's folder (--assignments)"
        )
    return load_sealed(found)


def graded(submission: Submission, planned: "Plan", sandbox: "Sandbox", dialect: str, watched: Watched) -> Report:
    """Grade a submission by a plan, or by a sealed file."""
    from grader.grading.grade import grade
    from grader.grading.sealed.grading import SealedPlan, grade_sealed

    if isinstance(planned, SealedPlan):
        return grade_sealed(submission, planned, sandbox)
    return grade(submission, planned, sandbox, dialect, watched.look)


def require_exercise(assignment: Assignment, only: str | None) -> None:
    """Raise a usage error where an assignment has no exercise of this name."""
    ids = [exercise.id for exercise in assignment.exercises]
    if only is not None and only not in ids:
        raise click.UsageError(say_unknown(f"{assignment.id} has no exercise", only, ids))


def printed(report: Report, footer: list[str], verbose: bool, only: str | None, spoken: Say = as_it_is) -> str:
    """Return what is printed: one screen, or as much of the report as was asked for."""
    from grader.report import text

    width = columns()
    footer = [line for sentence in footer for line in textwrap.wrap(spoken(sentence), width, break_on_hyphens=False)]
    if verbose or only is not None:
        return "\n".join([text.render(report, width, only, spoken), *footer])
    summary = text.summarize(report, width, text.SCREEN - len(footer) - 2, spoken)
    lines = summary.splitlines()
    footer = footer if report.all_passed or text.is_untouched(report) else [spoken(MORE), *footer]
    is_long = len(lines) + len(footer) >= text.SCREEN or text.is_untouched(report)
    return "\n".join([*lines, *([] if is_long else [""]), *footer])


def seed_in(file: Path | None) -> str:
    """Return the seed in a file, or the public one."""
    from grader.model import PUBLIC_SEED

    if file is None:
        return PUBLIC_SEED
    from grader.classroom.settings import read_seed

    return read_seed(file)


def exporter(wanted: str, json_file: str | None) -> Callable[[Report, str], None]:
    """Return what writes a report for another system; a wrong name is told of before anything runs."""
    from grader.export import ALL, Options, find, row_of, written

    name, _, path = wanted.partition("=")
    single = find(name).single
    if single is None:
        raise click.UsageError(f"{name} exports a whole gradebook, not one submission: use `grader export`")
    if not path:
        raise click.UsageError(f"--export {wanted}: say where to write: --export {name}=PATH")
    if path == json_file == "-":
        raise click.UsageError("standard output holds one document: give --json or --export a file")

    def export(report: Report, source: str) -> None:
        files = single(row_of(report), Options(source=source))
        if path == "-":
            write_json(b"".join(files.values()), "-")
        else:
            written({ALL: next(iter(files.values()))} if len(files) == 1 else files, Path(path))

    return export
