"""What several commands share: options, choosing the assignment, writing JSON."""

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from grader.cli.kinds import FOLDER, Listed, Name, NameBeside, Place
from grader.cli.listing import GRADED
from grader.cli.screen import say
from grader.errors import AuthorError, OperatorError, say_unknown
from grader.files import STDOUT, write_output
from grader.languages import ENGLISH, LANGUAGES, Say, as_it_is, language_of
from grader.model import Assignment, GradeRow

Decorated = Callable[..., Any]
SITES = ("blackboard", "brightspace", "ilias", "sakai")
SOURCES = ("auto", "plain", "canvas", "moodle", "gradescope", "github", "nbgrader", *SITES)  # as in classroom.intake


def list_assignments(folder: Path | None, _: Mapping[str, Any]) -> list[str]:
    """Return the ids in a folder of assignments, or of those that come with the grader."""
    from grader.authoring.assignment import assignment_ids
    from grader.topics.loading import assignments_folder

    return assignment_ids(folder or assignments_folder())


def list_exercises(folder: Path | None, given: Mapping[str, Any]) -> list[str]:
    """Return the ids of the exercises of the assignment that was named, or of all."""
    from grader.authoring.assignment import exercise_ids
    from grader.topics.loading import assignments_folder

    where = folder or assignments_folder()
    ids = list_assignments(folder, given)
    return [each for one in ids if given.get("name") in (None, one) for each in exercise_ids(where / one)]


ASSIGNMENT_ID = Listed("id", list_assignments)
EXERCISE_ID = Listed("name", list_exercises)


def assignments_option(function: Decorated) -> Decorated:
    """Add ``--assignments DIR``."""
    return click.option(
        "--assignments",
        "folder",
        type=FOLDER,
        metavar="DIR",
        is_eager=True,  # before --dialect: an instructor's own dialects stand in it
        help="Folder of assignments, instead of those that come with the grader.",
    )(function)


def source_option(function: Decorated) -> Decorated:
    """Add ``--source NAME``."""
    return click.option(
        "--source",
        type=Name("source", SOURCES),
        metavar="NAME",
        default="auto",
        help=f"Whose layout DIR has, where its names do not tell: {', '.join(SOURCES)}.",
    )(function)


def language_option(function: Decorated) -> Decorated:
    """Add ``--lang CODE``."""
    return click.option(
        "--lang",
        type=Name("language", LANGUAGES),
        help="The language of what students read. Else a course's settings say it, or LANG where you read it yourself.",
    )(function)


def words_for_students(lang: str | None, gradebook: str, assignments: Iterable[str]) -> tuple[str, Say]:
    """Return the language of what others read: what was asked for, or what the gradebook's course says.

    It does not follow the machine of whoever runs the command.
    """
    from grader.gradebook import Gradebook
    from grader.topics.loading import assignments_folder, folder_of

    if lang is None:
        with Gradebook.open(gradebook) as book:
            lang = book.language()
    return words(lang, [folder_of(assignments_folder(), name) for name in assignments], {})


def words(lang: str | None, topics: Iterable[Path], environment: Mapping[str, str] = os.environ) -> tuple[str, Say]:
    """Return the language to write, and what says a sentence in it; for English nothing is loaded.

    Parameters
    ----------
    lang : str or None
        What was asked for.
    topics : iterable of Path
        The assignments whose sentences are needed.
    environment : mapping of str to str
        What decides where nothing was asked for; none of it where others read what is written.
    """
    language = language_of(lang, environment)
    if language == ENGLISH:
        return language, as_it_is
    from grader.languages.loading import load_catalogue

    return language, load_catalogue(language, topics).say


def json_option(function: Decorated) -> Decorated:
    """Add ``--json FILE``."""
    return click.option(
        "--json",
        "json_file",
        type=Place(),
        metavar="FILE",
        help="Write the result as JSON; - for standard output.",
    )(function)


def portable_option(function: Decorated) -> Decorated:
    """Add ``--portable``."""
    return click.option(
        "--portable",
        is_flag=True,
        help="Run the submission in the portable worker, as on Windows and macOS: level D, which does not confine.",
    )(function)


def dialect_option(function: Decorated) -> Decorated:
    """Add ``--dialect NAME``."""
    from grader.submissions.dialects import AUTO, dialect_names

    names = [AUTO, *dialect_names()]
    return click.option(
        "--dialect",
        type=NameBeside("dialect", names, lambda folder: [AUTO, *dialect_names(folder)]),
        metavar="NAME",
        default=AUTO,
        help=f"Whose function names and axis order a submission has, where its text does not tell: {', '.join(names)}.",
    )(function)


def gradebook_argument(function: Decorated) -> Decorated:
    """Add the argument ``GRADEBOOK``."""
    return click.argument("gradebook", metavar="GRADEBOOK", type=Place("gradebook"))(function)


def assignment_filter(function: Decorated) -> Decorated:
    """Add ``-a`` for a command that reads a gradebook."""
    return click.option(
        "-a",
        "--assignment",
        "name",
        type=GRADED,
        help="One assignment of the gradebook; all of them if not given.",
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
        raise OperatorError(say_unknown(f"{gradebook} has no grades of", name, sorted(by_assignment)))
    chosen = sorted(by_assignment) if name is None else [name]
    return {assignment: sorted(by_assignment[assignment], key=lambda row: row.student.id) for assignment in chosen}


def rows_of(gradebook: str, name: str | None = None, *, with_reports: bool = True) -> list[GradeRow]:
    """Return the grades of one assignment, or of all, one after the other; see `rows_by_assignment`."""
    return [row for rows in rows_by_assignment(gradebook, name, with_reports=with_reports).values() for row in rows]


def find_assignment(name: str, folder: Path | None) -> Assignment:
    """Load an assignment by its id; an unknown one is a usage error that lists those there are."""
    from grader.authoring.assignment import assignment_ids, load_assignment
    from grader.topics.loading import assignments_folder

    where = folder or assignments_folder()
    ids = assignment_ids(where)
    if name not in ids:
        raise click.UsageError(say_unknown("there is no assignment", name, ids))
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
    write_output(Path(file), data)


def say_wrote(text: str, out: Path, spoken: Say = as_it_is) -> None:
    """Say what was written at a place, beside standard output where that holds it."""
    say(spoken(f"wrote {'standard output' if str(out) == STDOUT else out}{text}"), err=str(out) == STDOUT)
