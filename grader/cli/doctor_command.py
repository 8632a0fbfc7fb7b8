"""``grader doctor``."""

import platform
import sys

import click


@click.command(name="doctor")
def command() -> None:
    """Say what confines student code on this machine, measured in a child, and what that means."""
    from grader.sandbox.levels import EXPLAINED, LAYERS, MEANING, NEEDED, missing
    from grader.sandbox.sandbox import Sandbox

    click.echo(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {sys.executable}")
    with Sandbox() as sandbox:
        sandbox.configure(sandbox.limits)
        level = sandbox.level
        layers = sandbox.layers
    click.echo(f"Isolation level in force: {level}, {MEANING[level]}.")
    click.echo("What a child proved of itself before it would have seen any source:")
    for name in LAYERS:
        meaning, remedy = EXPLAINED[name]
        click.echo(f"  {name:<11} {layers[name]}: {meaning}")
        if layers[name] != "on":
            click.echo(f"  {'':<11} to have it: {remedy}")
    for stronger in NEEDED:
        if stronger >= level:
            break
        click.echo(f"Level {stronger} ({MEANING[stronger]}) lacks: {', '.join(missing(stronger, layers))}.")
    if level == "D":
        click.echo("Grade your own code at this level; for the code of others, use a machine you can lose.")
