"""What several commands share: options, choosing the assignment, writing JSON."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from grader.errors import AuthorError
from grader.files import write_file
from grader.model import Assignment

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
    from grader.dialects import AUTO, NAMES

    return click.option(
        "--dialect",
        type=click.Choice([AUTO, *NAMES]),
        default=AUTO,
        help="Whose function names and axis order a submission has, where its text does not tell.",
    )(function)


def find_assignment(name: str, folder: Path | None) -> Assignment:
    """Load an assignment by its id; an unknown one is a usage error that lists those there are."""
    from grader.assignment import assignment_ids, assignments_folder, load_assignment

    where = folder or assignments_folder()
    ids = assignment_ids(where)
    if name not in ids:
        raise click.UsageError(f"there is no assignment {name!r}; there are: {', '.join(ids) or 'none'}")
    return load_assignment(where / name)


def find_ids(folder: Path | None) -> tuple[Path, list[str]]:
    """Return the folder of assignments and the ids in it."""
    from grader.assignment import assignment_ids, assignments_folder

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
