"""``grader list``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from grader.cli.common import assignments_option, find_ids, json_option, language_option, words, write_json
from grader.cli.screen import fit, show
from grader.languages import Say

if TYPE_CHECKING:
    from grader.authoring.assignment import Contents


@click.command(name="list")
@language_option
@assignments_option
@json_option
def command(lang: str | None, folder: Path | None, json_file: str | None) -> None:
    """List assignments with their exercises and points."""
    from grader.authoring.assignment import load_contents
    from grader.topics.loading import folder_of

    where, ids = find_ids(folder)
    assignments = [load_contents(where / name) for name in ids]
    if json_file != "-":
        _, spoken = words(lang, [folder_of(where, name) for name in ids])
        show(fit("\n".join(line for assignment in assignments for line in _lines(assignment, spoken))))
    if json_file:
        write_json(msgspec.json.format(msgspec.json.encode([_document(a) for a in assignments])) + b"\n", json_file)


def _lines(assignment: "Contents", spoken: Say) -> list[str]:
    """Return what is printed of an assignment: a heading, and a line for each exercise."""
    width = max(len(exercise.id) for exercise in assignment.exercises)
    exercises = [f"  {one.id:<{width}}{one.points!s:>4}  {spoken(one.title)}" for one in assignment.exercises]
    return [f"{assignment.id}: {spoken(assignment.title)}, {spoken(f'{assignment.points} points')}", *exercises]


def _document(assignment: "Contents") -> dict[str, object]:
    exercises = [
        {"id": e.id, "title": e.title, "slide": e.slide, "points": float(e.points)} for e in assignment.exercises
    ]
    return {"id": assignment.id, "title": assignment.title, "points": float(assignment.points), "exercises": exercises}
