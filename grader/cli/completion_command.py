"""``grader completion``."""

import click

from grader.cli.kinds import Name

# Behind what click prints: the other name of the command, files where grader has nothing to say, and no blank behind
# "gradescope=", where a file is due.
ADDED = {
    "bash": """
_grader_words() {
    _grader_completion "$@"
    if [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace
    fi
}
complete -o nosort -o bashdefault -o default -F _grader_words grader convgrader
""",
    "zsh": """
if (( $+functions[compdef] )); then
    compdef _grader_completion convgrader
fi
""",
    "fish": """
complete --no-files --command convgrader --arguments "(_grader_completion)";
""",
}


@click.command(name="completion")
@click.argument("shell", metavar="SHELL", type=Name("completion for the shell", ADDED))
def command(shell: str) -> None:
    """Print what makes SHELL complete commands, options, names and files of grader.

    For bash, put this line into ~/.bashrc:  eval "$(grader completion bash)"
    """
    from click.shell_completion import get_completion_class

    from grader.cli import cli

    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"this machine cannot complete for {shell}")
    click.echo(completion(cli, {}, "grader", "_GRADER_COMPLETE").source() + ADDED[shell])
