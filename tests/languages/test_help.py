"""`--help` and mistakes of the command line, in the language of whoever reads them."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from grader.cli import COMMANDS, STUDENTS, Context, asked_language, cli
from grader.cli.spoken_help import SpokenFormatter

GERMAN, ENGLISH = {"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "de_DE.UTF-8"}, {"LANGUAGE": "en"}


def formatted(name: str) -> SpokenFormatter:
    """Return what wrote the German help of a command; "" is the list of all."""
    root = Context(cli, info_name="grader")
    found = cli if not name else cli.get_command(root, name)
    assert found is not None
    context = root if not name else Context(found, info_name=name, parent=root)
    formatter = SpokenFormatter("de", 80, None)
    found.format_help(context, formatter)
    return formatter


@pytest.mark.parametrize("name", ["", *STUDENTS])
def test_no_text_of_a_students_command_lacks_its_german(name: str) -> None:
    assert formatted(name).say.__self__.missing == set()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["", *STUDENTS])
def test_the_help_names_the_same_options_in_both_languages(name: str) -> None:
    asked = [*filter(None, [name]), "--help"]
    german, english = (CliRunner().invoke(cli, asked, env=env).output for env in (GERMAN, ENGLISH))
    assert german.startswith("Aufruf: ")
    assert english.startswith("Usage: ")
    names = [line.split()[0] for line in english.splitlines() if line.startswith("  -")]
    assert names == [line.split()[0] for line in german.splitlines() if line.startswith("  -")]


def test_an_instructors_command_speaks_one_language() -> None:
    assert CliRunner().invoke(cli, ["run", "--help"], env=GERMAN).output.startswith("Usage: ")


def test_the_language_that_is_asked_for_comes_first() -> None:
    assert CliRunner().invoke(cli, ["check", "--lang", "de", "--help"], env=ENGLISH).output.startswith("Aufruf: ")
    assert asked_language(["check", "--lang", "de"]) == asked_language(["check", "--lang=de"]) == "de"
    assert asked_language(["check", "--lang"]) is None


def mistaken(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "grader", *arguments], capture_output=True, text=True, encoding="utf-8", env=environment
    )
    assert done.returncode == 2
    return done.stderr


def test_a_mistake_is_told_in_the_same_language_as_the_help() -> None:
    said = mistaken("chek", PYTHONIOENCODING="utf-8", **GERMAN)
    assert "Es gibt keinen Befehl 'chek'. Ist check gemeint?" in said
    assert "Usage" not in said
    assert mistaken("chek", PYTHONIOENCODING="utf-8").startswith("Usage: grader")


def test_no_catalogue_is_read_for_english_help() -> None:
    ask = "import sys, grader.cli; grader.cli.cli(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, env={"LANG": "C"}, check=True)
    assert not {"grader.languages.loading", "grader.languages.catalogue", "tomllib"} & set(done.stdout.split())


def test_every_command_is_listed_in_german() -> None:
    shown = CliRunner().invoke(cli, ["--help"], env=GERMAN).output
    assert all(f"\n  {name} " in shown for name in COMMANDS)
    assert isinstance(Context(cli).make_formatter(), click.HelpFormatter)
