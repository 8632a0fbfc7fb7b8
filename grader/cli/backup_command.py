"""``grader backup``."""

from pathlib import Path

import click

from grader.cli.portal import data_option, load
from grader.cli.screen import say


@click.command(name="backup")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def command(file: Path, data: Path) -> None:
    """Write all that the portal keeps into FILE, a .tar.gz, while it runs.

    It has grades, seeds and secrets: only its owner can read it. Restore it with `grader restore`.
    """
    count = load("portal.backup").back_up(data, file)
    say(f"wrote {file}: {count} files of {data}")
