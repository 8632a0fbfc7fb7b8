"""``grader start``."""

import shlex
from pathlib import Path

import click

from grader.cli.common import ASSIGNMENT_ID, assignments_option, find_assignment, language_option, words
from grader.cli.kinds import NewFolder
from grader.cli.screen import say


@click.command(name="start")
@click.argument("name", metavar="ASSIGNMENT", type=ASSIGNMENT_ID)
@click.argument("directory", metavar="[DIR]", default=".", type=NewFolder())
@language_option
@assignments_option
def command(name: str, directory: Path, lang: str | None, folder: Path | None) -> None:
    """Write the student's files for ASSIGNMENT into DIR: a module and a notebook, of which you fill in either one,
    a README and worked examples.

    A file that is there already is never overwritten. What this machine lacks for writing and checking is said too.
    """
    from grader.authoring.starters import handout
    from grader.cli.missing import missing
    from grader.files import write_file

    language, spoken = words(lang, [])
    files = handout(find_assignment(name, folder), language)
    for page in [file for file in files if file.endswith(".md") and (directory / file).exists()]:
        del files[page]  # another assignment's, or your own
    there = [file for file in files if (directory / file).exists()]
    if there:
        raise click.UsageError(f"{directory / there[0]} is there already, and may hold your work; name another folder")
    for file, data in files.items():
        write_file(directory / file, data)
        say(spoken(f"wrote {directory / file}"))
    module = next(file for file in files if file.endswith(".py"))
    path = shlex.quote(str(directory / module))
    click.echo(spoken(f"Write the functions in one of the two, then: grader check {path}"))
    for sentence in missing():
        say(spoken(sentence), err=True)
