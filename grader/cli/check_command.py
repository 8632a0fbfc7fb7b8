"""``grader check``."""

import shutil
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import click

from grader.cli.common import (
    assignments_option,
    dialect_option,
    find_assignment,
    find_ids,
    json_option,
    write_json,
)
from grader.model import Assignment, Level, Report, Submission

PUBLIC = "Drawn from the public seed: your course grades with cases of its own."
MORE = "-v shows everything, --exercise NAME one exercise."


@click.command(name="check")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("-a", "--assignment", "name", help="The assignment's id; found by the functions' names if not given.")
@dialect_option
@click.option(
    "--seed-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose text seeds the cases, as in `grader run`; without it they are the public ones.",
)
@click.option(
    "--level",
    "wanted",
    type=click.Choice(["A", "B", "C"]),
    help="The weakest isolation level to grade at; any if not given, for code of one's own.",
)
@click.option(
    "--export",
    "exports",
    metavar="NAME=PATH",
    multiple=True,
    help="Write the result for another system too: gradescope=results.json; - as PATH prints it at the end.",
)
@click.option("-v", "--verbose", is_flag=True, help="Print the whole report, not one screen of it.")
@click.option("--exercise", "only", metavar="NAME", help="Print the whole report of one exercise.")
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
    folder: Path | None,
    json_file: str | None,
) -> None:
    """Grade one submission (.py, .ipynb, .zip or a folder) and print the scores and what to do next.

    Exit code 0 when all passed, 1 when something did not, 3 when the grader itself failed.
    """
    from grader.sandbox.sandbox import Sandbox

    with Sandbox() as sandbox:  # first: its interpreter starts while this one imports the rest
        from grader.grading.grade import grade, plan
        from grader.report import document
        from grader.submissions.reading import READABLE, load_submission

        if file.is_file() and file.suffix not in READABLE:
            raise click.UsageError(f"{file} is no submission: give a {', '.join(READABLE)} or a folder")
        submission = load_submission(file)
        exporters = [exporter(one, json_file) for one in exports]
        assignment = find_assignment(name or guess(submission, folder), folder)
        require_exercise(assignment, only)
        sandbox.configure(assignment.limits, assignment.imports, wanted or "D")
        report = grade(submission, plan(assignment, seed_in(seed_file)), sandbox, dialect)
    if json_file != "-":
        footer = [] if name else not_graded(submission, assignment, folder)
        footer += [PUBLIC] if seed_file is None else []
        click.echo(printed(report, footer, verbose, only))
    if json_file:
        write_json(document.to_json(report), json_file)
    for export in exporters:
        export(report, str(file))
    if report.has_broken:
        click.echo("The grader itself failed on some cases; they cost nothing. Please report it.", err=True)
        sys.exit(3)
    sys.exit(0 if report.all_passed else 1)


def require_exercise(assignment: Assignment, only: str | None) -> None:
    """Raise a usage error where an assignment has no exercise of this name."""
    ids = [exercise.id for exercise in assignment.exercises]
    if only is not None and only not in ids:
        raise click.UsageError(f"{assignment.id} has no exercise {only!r}; it has: {', '.join(ids)}")


def printed(report: Report, footer: list[str], verbose: bool, only: str | None) -> str:
    """Return what is printed: one screen, or as much of the report as was asked for."""
    from grader.report import text

    width = max(text.WIDTH, shutil.get_terminal_size().columns) if sys.stdout.isatty() else text.WIDTH
    footer = [line for sentence in footer for line in textwrap.wrap(sentence, width)]
    if verbose or only is not None:
        return "\n".join([text.render(report, width, only), *footer])
    summary = text.summarize(report, width, text.SCREEN - len(footer) - 2)
    lines = summary.splitlines()
    footer = footer if report.all_passed or text.is_untouched(report) else [MORE, *footer]
    is_long = len(lines) + len(footer) >= text.SCREEN or text.is_untouched(report)
    return "\n".join([*lines, *([] if is_long else [""]), *footer])


def not_graded(submission: Submission, assignment: Assignment, folder: Path | None) -> list[str]:
    """Return which functions of a submission belong to another assignment, and how to have them graded."""
    from grader.authoring.assignment import load_assignment
    from grader.submissions.dialects import list_exercises
    from grader.topics.loading import shipped_topics

    where, ids = find_ids(folder)
    left_over = list_exercises(submission, shipped_topics()) - {exercise.id for exercise in assignment.exercises}
    parts = []
    for other in ids:
        mine = [e.id for e in load_assignment(where / other).exercises if e.id in left_over] if left_over else []
        left_over -= {*mine}
        if mine:
            parts.append(f"{', '.join(mine)} (add -a {other})")
    return [f"Not graded: {'; '.join(parts)}"] if parts else []


def seed_in(file: Path | None) -> str:
    """Return the seed in a file, or the public one."""
    from grader.grading.grade import PUBLIC_SEED

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


def guess(submission: Submission, folder: Path | None) -> str:
    """Return the assignment most of whose functions the submission defines, judging by its text alone."""
    from grader.authoring.assignment import load_assignment
    from grader.submissions.dialects import list_exercises
    from grader.topics.loading import shipped_topics

    where, ids = find_ids(folder)
    if len(ids) == 1:
        return ids[0]
    defined = list_exercises(submission, shipped_topics())
    counts = {one: len(defined & {e.id for e in load_assignment(where / one).exercises}) for one in ids}
    best = max(ids, key=lambda one: counts[one])
    if counts[best] == 0 or sum(count == counts[best] for count in counts.values()) > 1:
        raise click.UsageError(f"which assignment is it? Say so with -a; there are: {', '.join(ids)}")
    return best
