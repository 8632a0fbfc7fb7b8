"""``grader run --course course.toml`` without ``-a``: every assignment that has a folder, one after the other."""

from collections.abc import Iterator
from dataclasses import replace

import click

from grader.classroom.settings import load_settings
from grader.classroom.whole_course import Places, find_classes, is_empty
from grader.cli.afterwards import to_look_at
from grader.cli.class_run import Graded, check_places, grade_class
from grader.cli.common import find_ids, write_json
from grader.cli.run_setup import Options, known_to
from grader.cli.screen import say
from grader.errors import AuthorError, OperatorError
from grader.report.document import to_bytes
from grader.sandbox.sandbox import Sandbox

NOT_OF_ALL = {  # what is said of one class, and what to say where there are several
    "only": "--only is of one assignment",
    "times": "--times is of one assignment",
    "watch": "--watch is of one assignment",
}


def grade_course(options: Options) -> int:
    """Grade every assignment that has a class in the folder; return the exit code.

    A class that cannot be graded stops no other: it is named, and the exit code is 2.
    """
    if options.course is None:
        raise click.UsageError("-a is missing: say of which assignment the class is. With --course, all can be graded.")
    for name, said in NOT_OF_ALL.items():
        if getattr(options, name):
            raise click.UsageError(f"{said}: say with -a of which")
    check_places(options)
    _, ids = find_ids(options.folder)
    load_settings(options.course, known_to(options))  # its mistakes are said once, before anything is graded
    places = find_classes(options.directory, ids)
    for line in places.listed:
        say(to_look_at(line), err=True)
    codes: list[int] = []
    documents: dict[str, object] = {}
    for name, graded in _graded(options, places):
        codes.append(graded.exit_code)
        documents[name] = graded.reports
    if options.json_file:
        write_json(to_bytes(documents), options.json_file)
    return 2 if 2 in codes else max(codes, default=0)


def _graded(options: Options, places: Places) -> Iterator[tuple[str, Graded]]:
    """Yield what became of each assignment's class."""
    for name, place in places.classes.items():
        if options.json_file != "-":
            say(f"\n{name}")
        if is_empty(place):
            say(to_look_at(f"{place} is empty: nothing of {name} was graded"), err=True)
            continue
        own = replace(options, name=name, directory=place, out=options.out / name)
        try:
            with Sandbox(portable=True if options.portable else None) as sandbox:
                graded = grade_class(own, sandbox)
        except (OperatorError, AuthorError) as error:
            say(f"Error: {name} was not graded: {error}", err=True)
            graded = Graded(exit_code=2)
        assert graded is not None
        yield name, graded
