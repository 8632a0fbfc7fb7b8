"""``grader submit``."""

import getpass
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.kinds import FILE
from grader.cli.screen import say
from grader.errors import OperatorError

if TYPE_CHECKING:
    from grader.cli.portal_client import Portal

LOOK_SECONDS = 1.0
TOKEN = "A file that holds the token of your account page; without one it is asked for."


@click.command(name="submit")
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--to", "address", metavar="URL", required=True, help="The assignment's page in the portal.")
@click.option("--token-file", type=FILE, help=TOKEN)
@click.option("--no-wait", is_flag=True, help="Do not wait until it is graded.")
def command(file: Path, address: str, token_file: Path | None, no_wait: bool) -> None:
    """Hand FILE in to a portal, and wait until it is graded.

    The address is the one of the assignment's page, as the browser shows it. The token is on your account page. Exit
    code 0 when it is graded, or with --no-wait when it is handed in, whatever its score.
    """
    from grader.cli.portal_client import Portal

    portal = Portal.at(address, read_token(token_file))
    number, page = portal.hand_in(file.name, read(file))
    say(f"handed in {file.name}: {page}")
    if not no_wait:
        wait(portal, number)


def wait(portal: "Portal", number: int) -> None:
    """Wait until a submission is graded, and say what it earned."""
    while (state := portal.state(number))["state"] != "graded":
        time.sleep(LOOK_SECONDS)
    if state["problem"]:
        say(f"It cannot be read: {state['problem']}")
    say(f"{state['score']:g} of {state['possible']:g} points. The page above has the report.")


def read(file: Path) -> bytes:
    """Return a file's bytes."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise OperatorError(f"cannot read {file}: {error.strerror}") from None


def read_token(file: Path | None) -> str:
    """Return the token: a file's text, or what is typed, which nobody sees."""
    if file is not None:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise OperatorError(f"others can read {file}, and with it hand in as you: chmod 600 {file}")
        return read(file).decode("ascii", "replace").strip()
    if not sys.stdin.isatty():
        raise OperatorError("there is nobody to ask for a token: name a --token-file")
    return getpass.getpass("Your token, from the account page: ").strip()
