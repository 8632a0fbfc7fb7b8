"""``grader doctor``."""

import platform
import sys

import click


@click.command(name="doctor")
def command() -> None:
    """Say what confines student code on this machine, measured in a child, and what that means."""
    from grader.sandbox.levels import LAYERS, MEANING
    from grader.sandbox.runner import Sandbox

    click.echo(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {sys.executable}")
    with Sandbox() as sandbox:
        sandbox.configure(sandbox.limits)
        level = sandbox.level
        layers = sandbox.layers
    click.echo(f"Isolation level in force: {level}, {MEANING[level]}.")
    click.echo("What a child said of itself before it would have seen any source:")
    for name, state in sorted(layers.items()):
        click.echo(f"  {name:<12}{state}")
    for stronger, needed in LAYERS.items():
        if stronger >= level:
            break
        missing = ", ".join(sorted(needed - {name for name, state in layers.items() if state == "on"}))
        click.echo(f"For level {stronger} ({MEANING[stronger]}) this is missing: {missing}.")
    if level == "D":
        click.echo("Grade your own code at this level; for the code of others, use a machine you can lose.")
