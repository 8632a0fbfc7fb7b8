"""How a command shows its result: as wide as the terminal, in colour, and page by page where that is useful.

In a pipe nothing of this happens: lines are plain, and a sentence is one line.
"""

import contextlib
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TextIO

import click

WIDTH = 80  # columns, where there is no terminal
NARROW, WIDE = 40, 120  # no line is shorter or longer, because it would be hard to read
HANG = "  "  # before the second line of a sentence
LESS = "-FRX"  # quit if it fits on one screen, keep colours, leave the text on the screen
PAINTED = (  # what stands at the beginning of a line, and how it is shown; a mark says the same without colour
    (re.compile(r"^( *)ok(?= )"), "green"),
    (re.compile(r"^( *)--(?= )"), "red"),
    (re.compile(r"^( *)\.\.(?= )"), "yellow"),
    (re.compile(r"^( *)!!(?= )"), "magenta"),
    (re.compile(r"^( *)(Next|Think|Als Nächstes|Überlege):"), "cyan"),
)


def is_terminal(stream: TextIO | None = None) -> bool:
    """Whether somebody reads a stream, standard output if none is given, as it is written."""
    stream = stream or sys.stdout
    return stream is not None and not stream.closed and stream.isatty()


def is_dumb() -> bool:
    """Whether the terminal only prints: it can neither colour a text nor take one back."""
    return os.environ.get("TERM", "").lower() in ("dumb", "unknown")


def has_colour(stream: TextIO | None = None) -> bool:
    """Whether to colour what goes to a stream: on a terminal that can, unless the environment says otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = [os.environ[name] for name in ("FORCE_COLOR", "CLICOLOR_FORCE") if os.environ.get(name)]
    if forced:
        return any(value != "0" for value in forced)
    return is_terminal(stream) and not is_dumb()


def columns(stream: TextIO | None = None) -> int:
    """Return how many columns a line may have: those of the terminal within limits, 80 elsewhere."""
    if not is_terminal(stream):
        return WIDTH
    return min(max(shutil.get_terminal_size((WIDTH, 24)).columns, NARROW), WIDE)


def paint(text: str) -> str:
    """Return a report with its marks and headings in colour."""
    first, *lines = text.split("\n")
    return "\n".join([click.style(first, bold=True), *map(_paint_line, lines)])


def _paint_line(line: str) -> str:
    for pattern, colour in PAINTED:
        if found := pattern.match(line):
            indent = len(found[1])
            word = click.style(line[indent : found.end()], fg=colour, bold=True)
            return line[:indent] + word + line[found.end() :]
    return line


def fit(text: str, stream: TextIO | None = None, hang: str = HANG) -> str:
    """Return lines broken at blanks where a terminal would break them in the middle of a word."""
    if not is_terminal(stream):
        return text
    width = columns(stream)
    return "\n".join(line if len(line) <= width else _broken(line, width, hang) for line in text.split("\n"))


def _broken(line: str, width: int, hang: str) -> str:
    """Return a line as several, of which all but the first are set in; blanks inside it stay as they are."""
    indent = " " * (len(line) - len(line.lstrip())) + hang
    lines, rest = [], line
    while len(rest) > width:
        cut = rest.rfind(" ", len(indent) + 1, width + 1)
        if cut < 0:  # one long word, such as a path: somebody may want to copy it
            cut = rest.find(" ", width)
        if cut < 0:
            break
        lines.append(rest[:cut].rstrip())
        rest = indent + rest[cut:].lstrip()
    return "\n".join([*lines, rest])


def say(text: str, *, err: bool = False, hang: str = HANG) -> None:
    """Print a sentence, or some lines. Where standard error takes nothing, nobody can be told so."""
    with contextlib.suppress(OSError) if err else contextlib.nullcontext():
        click.echo(fit(text, sys.stderr if err else sys.stdout, hang), err=err)


def show(text: str, *, painted: bool = False, paged: bool = True) -> None:
    """Print a result: in colour if it has marks, and through a pager where a terminal has too few lines for it."""
    text = text.rstrip("\n")
    colour = painted and has_colour()
    if not (paged and _needs_pager(text)):
        click.echo(paint(text) if colour else text, color=colour)
        return
    options = os.environ.setdefault("LESS", LESS)
    keeps_colour = Path(_pager().split()[0]).stem == "less" and "r" in options.lower()
    click.echo_via_pager(paint(text) if colour and keeps_colour else text, color=colour and keeps_colour)


def _pager() -> str:
    """Return the command that shows a text page by page; "" for none, which is what Windows gets by itself."""
    return os.environ.get("PAGER", "" if os.name == "nt" else "less").strip()


def _needs_pager(text: str) -> bool:
    if not is_terminal() or is_dumb() or _pager() in ("", "cat"):
        return False
    return text.count("\n") + 2 > shutil.get_terminal_size((WIDTH, 24)).lines  # the prompt needs a line too
