"""``grader completion``."""

import click

from grader.cli.kinds import Name

SHELLS = ("bash", "zsh", "fish")


@click.command(name="completion")
@click.argument("shell", metavar="SHELL", type=Name("completion for the shell", SHELLS))
def command(shell: str) -> None:
    """Print what makes SHELL complete commands, options, assignments and files of grader.

    For bash, put this line into ~/.bashrc:  eval "$(grader completion bash)"
    """
    from click.shell_completion import get_completion_class

    from grader.cli import cli

    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"this machine cannot complete for {shell}")
    click.echo(completion(cli, {}, "grader", "_GRADER_COMPLETE").source())
