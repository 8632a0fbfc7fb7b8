"""What several commands share: options, choosing the assignment, writing JSON."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from grader.errors import AuthorError, OperatorError
from grader.files import write_file
from grader.model import Assignment, GradeRow

Decorated = Callable[..., Any]


def assignments_option(function: Decorated) -> Decorated:
    """Add ``--assignments DIR``."""
    return click.option(
        "--assignments",
        "folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of assignments, instead of those that come with the grader.",
    )(function)


def json_option(function: Decorated) -> Decorated:
    """Add ``--json FILE``."""
    return click.option("--json", "json_file", metavar="FILE", help="Write the result as JSON; - for standard output.")(
        function
    )


def dialect_option(function: Decorated) -> Decorated:
    """Add ``--dialect NAME``."""
    from grader.submissions.dialects import AUTO, dialect_names

    return click.option(
        "--dialect",
        type=click.Choice([AUTO, *dialect_names()]),
        default=AUTO,
        help="Whose function names and axis order a submission has, where its text does not tell.",
    )(function)


def gradebook_argument(function: Decorated) -> Decorated:
    """Add the argument ``GRADEBOOK``."""
    return click.argument("gradebook", metavar="GRADEBOOK")(function)


def assignment_filter(function: Decorated) -> Decorated:
    """Add ``-a`` for a command that reads a gradebook."""
    return click.option(
        "-a", "--assignment", "name", help="One assignment of the gradebook; all of them if not given."
    )(function)


def rows_by_assignment(gradebook: str, name: str | None, *, with_reports: bool = True) -> dict[str, list[GradeRow]]:
    """Read a gradebook: its rows by assignment, students in the order of their ids.

    Raises
    ------
    OperatorError
        If there is no such gradebook, no such assignment in it, or nothing in it at all.
    """
    from grader.gradebook import Gradebook

    by_assignment: dict[str, list[GradeRow]] = {}
    with Gradebook.open(gradebook) as book:
        for row in book.each_grade_row(with_reports=with_reports):
            by_assignment.setdefault(row.assignment, []).append(row)
    if not by_assignment:
        raise OperatorError(f"{gradebook} has no grades yet: `grader run` fills a gradebook")
    if name is not None and name not in by_assignment:
        there = ", ".join(sorted(by_assignment))
        raise OperatorError(f"{gradebook} has no grades of {name!r}; it has: {there}")
    chosen = sorted(by_assignment) if name is None else [name]
    return {one: sorted(by_assignment[one], key=lambda row: row.student.id) for one in chosen}


def find_assignment(name: str, folder: Path | None) -> Assignment:
    """Load an assignment by its id; an unknown one is a usage error that lists those there are."""
    from grader.authoring.assignment import assignment_ids, load_assignment
    from grader.topics.loading import assignments_folder

    where = folder or assignments_folder()
    ids = assignment_ids(where)
    if name not in ids:
        raise click.UsageError(f"there is no assignment {name!r}; there are: {', '.join(ids) or 'none'}")
    return load_assignment(where / name)


def find_ids(folder: Path | None) -> tuple[Path, list[str]]:
    """Return the folder of assignments and the ids in it."""
    from grader.authoring.assignment import assignment_ids
    from grader.topics.loading import assignments_folder

    where = folder or assignments_folder()
    ids = assignment_ids(where)
    if not ids:
        raise AuthorError([f"{where.name}: no assignment in this folder (none of its folders has an assignment.toml)"])
    return where, ids


def write_json(data: bytes, file: str) -> None:
    """Write a JSON document to a file, or to standard output for ``-``."""
    if file == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_file(Path(file), data)
