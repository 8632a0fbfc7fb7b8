"""Run a program as in a terminal window of some size, and see what it shows."""

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
QUIET = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PAGER", "LESS", "COLUMNS", "LINES")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a terminal received, and how the program ended."""

    raw: str
    code: int

    @property
    def text(self) -> str:
        """What was written, without what steers the terminal; a line that was taken back is still in it."""
        return ESCAPES.sub("", self.raw).replace("\r\n", "\n")

    @property
    def lines(self) -> list[str]:
        """The lines of the window at the end."""
        return replay(self.raw)


def replay(raw: str) -> list[str]:
    """Return the lines that a terminal shows after it received a text; it is as wide as anybody wishes."""
    lines, row, column = [""], 0, 0
    for part in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b.|\r|\n|[^\x1b\r\n]+", raw):
        if part == "\r":
            column = 0
        elif part == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif part.startswith("\x1b"):
            count = int(re.sub(r"\D", "", part) or 1)
            if part.endswith("A"):
                row = max(row - count, 0)
            elif part.endswith("K"):
                lines[row] = "" if part == "\x1b[2K" else lines[row][:column]
        else:
            lines[row] = lines[row].ljust(column)[:column] + part + lines[row][column + len(part) :]
            column += len(part)
    return [line.rstrip() for line in lines]


def in_terminal(
    *command: str | Path,
    columns: int = 80,
    rows: int = 24,
    keys: str = "",
    stop_when: str | None = None,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Seen:
    """Run a program in a window.

    Parameters
    ----------
    *command : str or Path
    columns, rows : int
    keys : str
        What is typed once nothing has been shown for a second.
    stop_when : str, optional
        Ctrl-C is typed once this was shown.
    environment : mapping, optional
        What is added to a terminal's own.
    cwd : Path, optional
    """
    fcntl = pytest.importorskip("fcntl", reason="this system opens no terminals of this kind")
    termios = pytest.importorskip("termios")
    plain = {name: value for name, value in os.environ.items() if name not in QUIET}
    plain |= {"TERM": "xterm-256color", **(environment or {})}
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [*map(str, command)], stdin=theirs, stdout=theirs, stderr=theirs, env=plain, cwd=cwd, start_new_session=True
    )
    os.close(theirs)
    shown, deadline = b"", time.monotonic() + 120
    while time.monotonic() < deadline:
        if not select.select([ours], [], [], 1.0)[0]:
            os.write(ours, keys.encode())
            continue
        try:
            part = os.read(ours, 65536)
        except OSError:  # the last one who had the window is gone
            break
        shown += part
        if stop_when is not None and stop_when.encode() in shown:
            stop_when = None
            os.killpg(process.pid, signal.SIGINT)
    os.close(ours)
    return Seen(raw=shown.decode(errors="replace"), code=process.wait(10))


def grader_in_terminal(*arguments: str | Path, **options) -> Seen:
    """Run ``grader`` in a window; see `in_terminal`."""
    return in_terminal(sys.executable, "-m", "grader", *arguments, **options)
