"""``grader list``."""

from pathlib import Path

import click
import msgspec

from grader.cli.common import assignments_option, find_ids, json_option, write_json
from grader.model import Assignment


@click.command(name="list")
@assignments_option
@json_option
def command(folder: Path | None, json_file: str | None) -> None:
    """List assignments with their exercises and points."""
    from grader.authoring.assignment import load_assignment

    where, ids = find_ids(folder)
    assignments = [load_assignment(where / one) for one in ids]
    if json_file != "-":
        for assignment in assignments:
            click.echo(f"{assignment.id}: {assignment.title}, {assignment.points} points")
            width = max(len(exercise.id) for exercise in assignment.exercises)
            for exercise in assignment.exercises:
                click.echo(f"  {exercise.id:<{width}}{exercise.points!s:>4}  {exercise.title}")
    if json_file:
        write_json(msgspec.json.format(msgspec.json.encode([_document(a) for a in assignments])) + b"\n", json_file)


def _document(assignment: Assignment) -> dict[str, object]:
    exercises = [
        {"id": e.id, "title": e.title, "slide": e.slide, "points": float(e.points)} for e in assignment.exercises
    ]
    return {"id": assignment.id, "title": assignment.title, "points": float(assignment.points), "exercises": exercises}
