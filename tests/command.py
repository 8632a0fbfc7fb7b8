"""The `grader` command within this process: a new interpreter for each command takes longer than most commands do.

What only a process of its own shows, such as a terminal or what is imported, starts one.
"""

import contextlib
import io
from pathlib import Path
from subprocess import CompletedProcess

from grader.cli import main

ROOT = Path(__file__).parent.parent


def grader(*arguments: object, cwd: Path = ROOT) -> CompletedProcess[str]:
    """Run a command, in the repository's folder if no other is given; return its exit code and what it wrote."""
    written = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    texts, code = [str(argument) for argument in arguments], 0
    with contextlib.chdir(cwd), contextlib.redirect_stdout(written[0]), contextlib.redirect_stderr(written[1]):
        try:
            main(texts)
        except SystemExit as ended:
            code = int(ended.code or 0)
    stdout, stderr = (read(stream) for stream in written)
    return CompletedProcess(texts, code, stdout, stderr)


def read(stream: io.TextIOWrapper) -> str:
    """Return what was written, with newlines as a process's output has them in text mode."""
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
