"""Run a lesson from top to bottom, and compare what it prints with what it announces.

In: a lesson with its solutions in.  Out: a line for each statement that raises, or prints something else.
A statement announces the end of its output in a comment behind or below it: ``print(f(x))  # prints: 1 2 10/3``.
Brackets and commas do not count; a fraction is compared with the digits that are printed.
As a program, this module reads a lesson and writes its problems as JSON: a lesson may do anything while it runs.
"""

import ast
import builtins
import contextlib
import io
import json
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

ANNOUNCES = "# prints:"
SECONDS = 300
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?(?:/\d+)?")


def problems(lesson: str) -> list[str]:
    """Return what does not hold when a lesson runs, in a process of its own and without matplotlib.

    Parameters
    ----------
    lesson : str
        The text of a lesson.py.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=lesson,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
        return list(json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        return [f"lesson.py: it runs for more than {SECONDS} seconds"]
    except ValueError:
        return [f"lesson.py: its demo cells end the process: exit code {done.returncode}"]


def run(lesson: str) -> Iterator[str]:
    """Run a lesson's statements one after the other, and yield what is wrong with each; the first error ends it."""
    names: dict[str, Any] = {"__name__": "__main__"}
    statements = ast.parse(lesson).body
    announced = _announced(lesson, statements)
    for statement in statements:
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(compile(ast.Module([statement], []), "lesson.py", "exec"), names)
        except BaseException as error:  # SystemExit too
            yield f"lesson.py:{statement.lineno}: a demo cell raises {type(error).__name__}: {error}"
            return
        text = announced.get(statement.lineno)
        if text is not None and not ends_with(printed.getvalue(), text):
            shown = " ".join(printed.getvalue().split())
            yield f"lesson.py:{statement.end_lineno}: '{text}' is announced; it prints '{shown}'"


def _announced(lesson: str, statements: list[ast.stmt]) -> dict[int, str]:
    """Return what statements announce, by their first line."""
    announced: dict[int, str] = {}
    for token in tokenize.generate_tokens(io.StringIO(lesson).readline):
        if token.type == tokenize.COMMENT and token.string.startswith(ANNOUNCES):
            line = max(node.lineno for node in statements if node.lineno <= token.start[0])
            before = f"{announced[line]} " if line in announced else ""
            announced[line] = before + token.string.removeprefix(ANNOUNCES).strip()
    return announced


def ends_with(printed: str, text: str) -> bool:
    """Whether an output ends with an announced text, number by number."""
    got, due = _words(printed), _words(text)
    return 0 < len(due) <= len(got) and all(map(_agree, got[-len(due) :], due))


def _words(text: str) -> list[str]:
    return re.sub(r"[\[\](),]", " ", text).split()


def _agree(got: str, due: str) -> bool:
    if not (_NUMBER.fullmatch(got) and _NUMBER.fullmatch(due)):
        return got == due
    if "/" not in due:
        return Fraction(got) == Fraction(due)
    digits = len(got.partition("e")[0].partition(".")[2])
    return abs(Fraction(got) - Fraction(due)) <= Fraction(1, 2 * 10**digits)


def _without_matplotlib() -> None:
    """Let no window open, whatever this machine has."""
    ordinary = builtins.__import__

    def imports(name: str, *rest: Any, **options: Any) -> Any:
        if name.partition(".")[0] == "matplotlib":
            raise ImportError(name)
        return ordinary(name, *rest, **options)

    builtins.__import__ = imports


if __name__ == "__main__":
    _without_matplotlib()
    found = list(run(sys.stdin.read()))
    print(json.dumps(found))
