"""The three standard streams: there in any case, in any encoding, and full or closed without a traceback."""

import codecs
import contextlib
import os
import sys

from grader.cli.screen import say

SIGNS = {"−": "-", "·": "*", "×": "x", "…": "...", "–": "-", "→": "->", "“": '"', "”": '"', "’": "'", "≤": "<="}
PLAIN = "grader.plain-signs"  # how a character is written that an encoding does not have


def prepare() -> None:
    """Open what the caller left closed, and let any encoding take our signs: a minus must not become a "?"."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            _fill(number)
            setattr(sys, name, open(os.devnull, "w" if number else "r"))  # noqa: SIM115
    codecs.register_error(PLAIN, _write_plainly)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=PLAIN)


def _fill(number: int) -> None:
    """Let a descriptor lead nowhere, or the next file that is opened would get the number, and our output."""
    try:
        os.fstat(number)
    except OSError:
        opened = os.open(os.devnull, os.O_RDWR)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)


def _write_plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(SIGNS.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def flush() -> bool:
    """Write what is still held back, here and not when Python ends; return whether it could be written."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        discard_output()
    except OSError as error:
        say_full(error)
        return False
    return True


def say_full(error: OSError) -> None:
    """Say that standard output takes nothing any more."""
    discard_output()
    say(f"Error: cannot write to standard output: {error.strerror}; free some space there.", err=True)


def discard_output() -> None:
    """Let what is held back for standard output go nowhere."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
