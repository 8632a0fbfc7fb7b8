"""Closed, full or narrow standard streams: a sentence or nothing, never a traceback and never a wrong number."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.systems import needs

GRADER = f"{sys.executable} -m grader"


def shell(line: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **variables}
    )


@pytest.mark.slow
@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(("command", "code"), [("list", 0), ("--version", 0), ("check nowhere.py", 2)])
def test_a_stream_that_is_closed_changes_nothing_else(closed: str, command: str, code: int) -> None:
    done = shell(f"{GRADER} {command} {closed}")
    assert done.returncode == code
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_what_is_opened_later_does_not_take_the_place_of_a_closed_stream(tmp_path: Path, solution: str) -> None:
    (tmp_path / "conv.py").write_text(solution)
    done = shell(f"{GRADER} check {tmp_path}/conv.py --json {tmp_path}/report.json >&- 2>&-")
    assert done.returncode == 0
    assert (tmp_path / "report.json").read_text().startswith("{")


@pytest.mark.parametrize("command", ["list", "--help", "completion bash"])
def test_a_full_disk_behind_standard_output_is_said(command: str) -> None:
    done = shell(f"{GRADER} {command} >/dev/full")
    assert done.returncode == 2
    assert done.stderr == "Error: cannot write to standard output: No space left on device; free some space there.\n"


def test_standard_error_that_takes_nothing_leaves_the_exit_code() -> None:
    assert shell(f"{GRADER} chekc 2>/dev/full").returncode == 2


@pytest.mark.slow
def test_a_minus_stays_a_minus_in_an_encoding_without_ours() -> None:
    written = {}
    for encoding in ("utf-8", "latin-1", "cp437"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        command = [sys.executable, "-m", "grader", "explain", "sharpen"]
        done = subprocess.run(command, capture_output=True, timeout=120, check=True, env=environment)
        written[encoding] = done.stdout.decode(encoding)
    assert "−" in written["utf-8"]
    assert written["latin-1"] == written["utf-8"].replace("−", "-")
    assert written["cp437"].replace("∙", "·") == written["utf-8"].replace("−", "-")


def test_a_stop_while_the_program_is_still_loading_is_one_word() -> None:
    code = (
        "import sys\n"
        "class Stops:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'grader.cli.screen': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stops())\n"
        "from grader.__main__ import main\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (130, "Stopped.\n")


@needs("os.killpg")
def test_a_stop_that_meets_a_destructor_comes_once_more() -> None:
    code = (
        "import sys\n"
        "class Dropped:\n"
        "    def __del__(self): raise KeyboardInterrupt\n"
        "class Stops:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'grader.cli.list_command': Dropped(); __import__('time').sleep(60)\n"
        "sys.meta_path.insert(0, Stops())\n"
        "sys.argv = ['grader', 'list']\n"
        "from grader.__main__ import main\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50, check=False)
    assert (done.returncode, done.stderr.strip()) == (130, "Stopped.")


def test_what_else_a_destructor_raises_is_still_told() -> None:
    code = (
        "import sys\n"
        "class Fails:\n"
        "    def __del__(self): raise ValueError('seven')\n"
        "sys.argv = ['grader', 'list']\n"
        "from grader import cli, __main__\n"
        "cli.main = lambda: Fails() and None\n"
        "__main__.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert "ValueError: seven" in done.stderr


# Before `main` is called, and while Python itself starts, a stop is Python's own and not ours to say.
STARTED = "from grader.__main__ import main; print('started', flush=True); main()"


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], float]:
    """A check of a function, and how long it takes on this machine now."""
    path = tmp_path_factory.mktemp("stopped") / "conv.py"
    path.write_text("def conv_single(x, w, b):\n    return (x * w).sum() + b\n")
    command = [sys.executable, "-c", STARTED, "check", str(path)]
    start = time.monotonic()
    subprocess.run(command, capture_output=True, timeout=120, check=False)
    return command, time.monotonic() - start


@pytest.mark.slow
@needs("os.killpg")
@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.8, 0.95])
def test_a_stop_at_any_moment_is_no_traceback(part: float, check: tuple[list[str], float]) -> None:
    command, needed = check
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.05 + part * needed)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert errors.strip() in ("Stopped.", "")
