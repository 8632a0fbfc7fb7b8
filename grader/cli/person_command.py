"""``grader person``."""

import io
from pathlib import Path

import click

from grader.cli.common import say_wrote
from grader.cli.portal import data_option, load
from grader.cli.screen import say
from grader.files import write_output


@click.command(name="person")
@click.argument("who", metavar="WHO")
@data_option
@click.option("--database", metavar="URL", default="", help="The one that `grader serve` was told.")
@click.option(
    "--export", "target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="A ZIP of it."
)
@click.option("--erase", is_flag=True, help="Remove all of it for good. With --export, the ZIP is written first.")
def command(who: str, data: Path, database: str, target: Path | None, erase: bool) -> None:
    """Say what the portal keeps about a person, give it out, or erase it, while the portal runs.

    WHO is an address, an id of a roster, or the key that the student's page shows.
    """
    config = load("portal.config")
    config.require(data)
    config.start(config.Config(data=data.resolve(), database=database))
    personal = load("portal.personal")
    kept = personal.find(who.strip())
    for one in kept.people:
        say(f"account {one.email}")
    for one in kept.members:
        count = sum(each.member_id == one.pk for each in kept.submissions)
        say(f"{one.title}, {one.key}: {one.role} in {one.course.slug}, {count} submissions")
    if target is not None:
        stream = io.BytesIO()
        count = personal.export(kept, stream)
        write_output(target, stream.getvalue(), is_private=True)
        say_wrote(f": {count} files; only you can read it", target)
    if erase:
        count = personal.erase(kept, "grader person")
        say(f"erased: {len(kept.people)} accounts, {len(kept.members)} places in courses, {count} submissions")
