"""``grader restore``."""

from pathlib import Path

import click

from grader.cli.kinds import FILE
from grader.cli.portal import data_option, load
from grader.cli.screen import say


@click.command(name="restore")
@click.argument("file", metavar="FILE", type=FILE)
@data_option
def command(file: Path, data: Path) -> None:
    """Make a data folder of the portal from FILE, which `grader backup` wrote. The folder must be empty or new."""
    count = load("portal.backup").restore(file, data)
    say(f"restored {count} files into {data}")
