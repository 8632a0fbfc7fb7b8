"""``grader new``."""

from pathlib import Path

import click

from grader.cli.kinds import NewFolder
from grader.cli.screen import say


@click.command(name="new")
@click.argument("name", metavar="ID")
@click.option(
    "--to",
    "directory",
    default=".",
    metavar="DIR",
    type=NewFolder(),
    help="Where the assignment's folder goes, instead of the current folder.",
)
def command(name: str, directory: Path) -> None:
    """Write the folder of a new assignment of your own, called ID: task, lesson, cases, an example of a wrong answer.

    It passes `grader verify` as it is. Replace its example by your function, file by file. A folder that is there
    already is left alone.
    """
    from grader.authoring.new import folder_name, new_assignment
    from grader.files import write_file

    folder = directory / folder_name(name)
    if folder.exists():
        raise click.UsageError(f"{folder} is there already; choose another id, or another folder with --to")
    for file, data in new_assignment(name).items():
        write_file(folder / file, data)
        say(f"wrote {folder / file}")
    click.echo(f"Prove it: grader verify {name} --assignments {directory}")
