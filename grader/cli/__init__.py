"""The command line: each command is load, call, render, exit code. Commands are imported when they are run.

Exit codes: 0 all passed, 1 graded but not all passed, 2 usage or author error, 3 the grader's own fault.
"""

import importlib
import itertools
import os
import sys
from collections.abc import Sequence

import click

from grader.cli import streams
from grader.cli.screen import say
from grader.errors import AuthorError, OperatorError, say_unknown
from grader.files import FULL
from grader.languages import ENGLISH, Say, as_it_is, language_of

COMMANDS = {  # name → what `grader --help` says; each lives in grader.cli.<name>_command
    "list": "Assignments, exercises, points.",
    "start": "Write the student's files: module and notebook.",
    "new": "Write the folder of a new assignment of your own.",
    "release": "Write what students get of an assignment, for handing out.",
    "check": "Grade one submission, as its author sees it.",
    "explain": "Work out an example of the lecture, term by term.",
    "lecture": "Pages of the lecture that compute, to open in a browser.",
    "run": "Grade a class: a folder of submissions, or what a course's site hands out.",
    "course": "The whole course: everyone's grades and their total.",
    "mark": "Points and comments for what people grade.",
    "request": "What students ask to be looked at again: listed and answered.",
    "history": "What was graded and which grades changed: when, by whom, why.",
    "report": "HTML pages from a gradebook: each student, the class.",
    "feedback": "Each student's page for giving back: folders, or an archive for Canvas or Moodle.",
    "export": "Grades for another system: Canvas, Moodle, Gradescope, …",
    "similarity": "Groups of submissions that share structure, to look at.",
    "serve": "The portal: students hand in, and see their reports, in a browser.",
    "submit": "Hand a file in to a portal, and see what it earned.",
    "backup": "All that the portal keeps, in one file, while it runs.",
    "restore": "The portal's folder again, from such a file.",
    "person": "What the portal keeps about a person: shown, given out, erased.",
    "verify": "Prove assignments and grader against their own wrong answers.",
    "completion": "What makes a shell complete grader's commands and names.",
    "doctor": "What confines student code on this machine.",
}

STUDENTS = ("list", "start", "check", "explain", "lecture", "submit")  # they speak the reader's language
LANGUAGE = "grader.language"  # what was asked for, among what click keeps


class Context(click.Context):
    """What click keeps of a command line; its help speaks the language of whoever reads it."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what writes help: in English it is click's own, and no catalogue is read."""
        language = language_of(self.meta.get(LANGUAGE), os.environ)
        if language == ENGLISH:
            return super().make_formatter()
        from grader.cli.spoken_help import SpokenFormatter

        return SpokenFormatter(language, self.terminal_width, self.max_content_width)


class Commands(click.Group):
    """A group whose commands are modules, imported only when one of them is run."""

    context_class = Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the language that is asked for, before a command's help is written."""
        ctx.meta[LANGUAGE] = asked_language(args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"grader.cli.{cmd_name}_command").command
        if cmd_name in STUDENTS:
            command.context_class = Context
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was asked for; of a name that is none, say which one is near."""
        if args[:1] == ["help"]:  # `grader help` and `grader help check`, as git and others have it
            args = [*args[1:2], "--help"]
        if args == ["--help"]:
            click.echo(ctx.get_help())
            ctx.exit()
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(say_unknown("there is no command", args[0], COMMANDS))
        return super().resolve_command(ctx, args)

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
    streams.prepare()
    try:
        run(arguments)
    except SystemExit:
        if not streams.flush():
            sys.exit(2)
        raise


def say_mistake(error: click.ClickException, arguments: Sequence[str]) -> None:
    """Say what is wrong with the command line, how the command is used, and where its help is."""
    context = getattr(error, "ctx", None)
    if context is None or isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    spoken = reader_s_language(arguments)
    help_line = spoken(f"Try '{context.command_path} --help' for help.")
    say(f"{context.get_usage()}\n{help_line}\n", err=True)
    say(f"{spoken('Error:')} {spoken(what_is_wrong(error))}", err=True)


def what_is_wrong(error: click.ClickException) -> str:
    """Return click's sentence on a mistake, put together here: a catalogue has its parts."""
    param, context = getattr(error, "param", None), getattr(error, "ctx", None)
    hint = param.get_error_hint(context) if param is not None and context is not None else None
    if type(error) is click.BadParameter and hint:
        return f"Invalid value for {hint}: {error.message}"
    if isinstance(error, click.MissingParameter) and isinstance(param, click.Argument) and hint:
        return f"Missing argument {hint}."
    if isinstance(error, click.NoSuchOption):
        near = f" Did you mean {error.possibilities[0]}?" if error.possibilities else ""
        return f"No such option {error.option_name!r}.{near}"
    return error.format_message()


def reader_s_language(arguments: Sequence[str]) -> Say:
    """Return what says a sentence to whoever typed a command; instructors' commands speak English."""
    if set(arguments[:1]) & (COMMANDS.keys() - set(STUDENTS)):
        return as_it_is
    from grader.cli.common import words

    return words(asked_language(arguments), [])[1]


def asked_language(arguments: Sequence[str]) -> str | None:
    """Return what ``--lang`` says, or nothing. Click may not have come so far: the line may have a mistake in it."""
    asked = [one.removeprefix("--lang=") for one in arguments if one.startswith("--lang=")]
    asked += [after for one, after in itertools.pairwise(arguments) if one == "--lang"]
    return asked[-1] if asked else None


def run(arguments: Sequence[str] | None) -> None:
    """Run the command line and exit; what went wrong is said in a sentence."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    try:
        os.getcwd()
    except FileNotFoundError:
        say("Error: the folder that you are in does not exist any more; `cd` to another one.", err=True)
        sys.exit(2)
    try:
        sys.exit(cli.main(args=list(arguments), prog_name="grader", standalone_mode=False) or 0)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        say_mistake(error, arguments)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt) as error:
        if isinstance(error.__cause__, EOFError):  # click takes it for a Ctrl-D; no command of ours asks anything
            raise error.__cause__ from None
        say("Stopped.", err=True)
        sys.exit(130)
    except AuthorError as error:
        say("The assignment cannot be used:", err=True)
        for problem in error.problems:
            say(f"  {problem}", err=True)
        sys.exit(2)
    except OperatorError as error:
        spoken = reader_s_language(arguments)
        say(f"{spoken('Error:')} {spoken(str(error))}", err=True)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL and error.filename is None:
            streams.say_full(error)
            sys.exit(2)
        if "--traceback" in arguments:
            raise
        say(f"The grader itself failed ({type(error).__name__}: {error}).", err=True)
        say("Nothing is wrong with what you gave it. Run again with `grader --traceback …` and report it.", err=True)
        sys.exit(3)
