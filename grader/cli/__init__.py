"""The command line: each command is load, call, render, exit code. Commands are imported when they are run.

Exit codes: 0 all passed, 1 graded but not all passed, 2 usage or author error, 3 the grader's own fault.
"""

import importlib
import sys
from collections.abc import Sequence

import click

from grader.errors import AuthorError, OperatorError

COMMANDS = {  # name → what `grader --help` says; each lives in grader.cli.<name>_command
    "list": "Assignments, exercises, points.",
    "start": "Write the student's files: module and notebook.",
    "release": "Write what students get of an assignment, for handing out.",
    "check": "Grade one submission, as its author sees it.",
    "explain": "Work out an example of the lecture, term by term.",
    "run": "Grade a class: a folder of submissions, or what a course's site hands out.",
    "history": "What was graded and which grades changed: when, by whom, why.",
    "similarity": "Pairs of submissions that share structure, to look at.",
    "verify": "Prove assignments and grader against their own wrong answers.",
    "doctor": "What confines student code on this machine.",
}


class Commands(click.Group):
    """A group whose commands are modules, imported only when one of them is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"grader.cli.{cmd_name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def show_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"grader {version('convgrader')}")
        except PackageNotFoundError:
            click.echo("grader, run from a checkout that is not installed")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version, help="Show the version."
)
@click.option("--traceback", is_flag=True, help="Show the grader's own traceback when it fails.")
def cli(traceback: bool) -> None:
    """Learn and grade convolutional networks written by hand."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit; no traceback of ours reaches a user who did not ask for one."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without − or · still gets the report
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    try:
        sys.exit(cli.main(args=list(arguments), prog_name="grader", standalone_mode=False) or 0)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except AuthorError as error:
        click.echo("The assignment cannot be used:", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
        sys.exit(2)
    except OperatorError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        if "--traceback" in arguments:
            raise
        click.echo(f"The grader itself failed ({type(error).__name__}: {error}).", err=True)
        click.echo(
            "Nothing is wrong with what you gave it. Run again with `grader --traceback …` and report it.", err=True
        )
        sys.exit(3)
