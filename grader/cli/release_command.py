"""``grader release``."""

from pathlib import Path

import click

from grader.cli.common import ASSIGNMENT_ID, assignments_option, find_assignment
from grader.cli.kinds import NewFolder
from grader.cli.screen import say


@click.command(name="release")
@click.argument("names", metavar="ASSIGNMENT...", type=ASSIGNMENT_ID, nargs=-1, required=True)
@click.option(
    "--to",
    "directory",
    required=True,
    metavar="DIR",
    type=NewFolder(),
    help="Where to write; each assignment gets a folder of its own.",
)
@assignments_option
def command(names: tuple[str, ...], directory: Path, folder: Path | None) -> None:
    """Write what students get of each ASSIGNMENT: module, notebook, README, worked examples, and a sealed file.

    No line of a solution is in them. The sealed file is what `grader check` needs of an assignment of your own. Files
    that are there are replaced.
    """
    from grader.authoring.starters import handout
    from grader.files import write_file

    for name in names:
        for file, data in handout(find_assignment(name, folder)).items():
            write_file(directory / name / file, data)
            say(f"wrote {directory / name / file}")
