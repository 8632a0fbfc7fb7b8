"""``grader doctor``."""

import platform
import sys
from typing import TYPE_CHECKING

import click

from grader.cli.screen import say

if TYPE_CHECKING:
    from grader.sandbox.sandbox import Sandbox

PORTABLE = (
    "{lacking} "
    "So student code runs in the portable worker, a Python program of its own. The grader ends it when a call takes "
    "too long. Memory, files and the network are not limited. On Linux they are."
)
NO_HANDLES = (
    "This kernel has no pidfd_open; Linux 5.3 or newer has it. The level is the same without it. But if the process "
    "that starts the children is lost, the grader leaves it to the kernel to end them."
)


@click.command(name="doctor")
def command() -> None:
    """Say what confines student code on this machine, measured in a child, and what that means."""
    from grader.sandbox.host import has_handles
    from grader.sandbox.levels import MEANING
    from grader.sandbox.sandbox import Sandbox

    say(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {sys.executable}")
    with Sandbox() as sandbox:
        sandbox.configure(sandbox.limits)
        level = sandbox.level
    say(f"Isolation level in force: {level}, {MEANING[level]}.")
    if sandbox.is_portable:
        say(PORTABLE.format(lacking=lack(sandbox.lacking)))
    else:
        explain_layers(sandbox)
        if not has_handles():
            say(NO_HANDLES)
    if level == "D":
        say("Grade your own code at this level; for the code of others, use a machine you can lose.")


def lack(names: tuple[str, ...]) -> str:
    """Say why no process is confined here."""
    from grader.sandbox.levels import named, not_linux

    return not_linux(names) or f"This system lacks what it takes to confine a process: {named(names)}."


def explain_layers(sandbox: "Sandbox") -> None:
    """Say of each layer whether a child proved it, and what is missing for a stronger level."""
    from grader.sandbox.levels import EXPLAINED, LAYERS, MEANING, NEEDED, missing

    say("What a child proved of itself before it would have seen any source:")
    for name in LAYERS:
        meaning, remedy = EXPLAINED[name]
        say(f"  {name:<11} {sandbox.layers[name]}: {meaning}", hang=" " * 12)
        if sandbox.layers[name] != "on":
            say(f"  {'':<11} to have it: {remedy}")
    for stronger in NEEDED:
        if stronger >= sandbox.level:
            break
        lacks = ", ".join(missing(stronger, sandbox.layers))
        say(f"Level {stronger} ({MEANING[stronger]}) lacks: {lacks}.")
