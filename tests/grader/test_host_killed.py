"""The grader killed, stopped, or without disk space, at any moment: no process stays, and no file is half a file.

Processes that lose their parent come to this one while a test runs (`orphans_come_here`), so that every descendant
of a killed grader is found by its chain of parents, whatever session or user it is in.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from grader.errors import OperatorError
from grader.files import write_file
from grader.report.document import json_schema
from tests.attacks.scene import descendants, seen_in_a_few_looks, set_subreaper, survivors
from tests.patience import comes_true

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")]

EVERYDAY, ALL = 3, 50

ASSIGNMENT = """
title = "One activation map"
slides = ["Convolutions on RGB Images"]

[[exercise]]
id = "conv_map"
title = "One filter, one activation map"
slide = "Convolutions on RGB Images"
criteria = [{ id = "values", check = "values", points = 3 }]

[limits]
wall_seconds = 1.0
time_outs = 1
"""
CASES = """
[[case]]
id = "one"
exercises = ["conv_map"]
sizes = { C = 2, H = 5, W = 4, HH = 3, WW = 2 }
why = "Something to work on."
"""
RIGHT = """
import numpy as np


def conv_map(x, w, b):
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)[0]
    return (windows * w).sum(axis=(2, 3, 4)) + b
"""
STUBBORN = """
import signal
import time

for number in range(1, signal.NSIG):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def conv_map(x, w, b):
    while True:
        time.sleep(60)
"""
CLASS = {
    "ada": RIGHT,
    "bea": STUBBORN,
    "cem": RIGHT + "print('x' * 100_000)\n",
    "dov": "def conv_map(x, w, b):\n    while True:\n        pass\n",
    "eva": "import time\n\ntime.sleep(60)\n" + RIGHT,
    **{f"fox-{number}": RIGHT for number in range(5)},
}
ZERO = ("bea", "dov")


@dataclass(frozen=True)
class Classroom:
    """A class, what an undisturbed run writes under each of two seeds, and how long that takes."""

    folder: Path
    written: dict[str, dict[str, bytes]]  # by seed, by file
    seconds: float

    def command(self, out: Path, seed: str = "new") -> list[str]:
        """Return the command that grades the class."""
        options = ["--assignments", self.folder / "assignments", "--seed-file", self.folder / seed, "--out", out]
        arguments = ["run", self.folder / "class", "-a", "one-map", *options]
        return [sys.executable, "-m", "grader", *map(str, arguments)]

    def run(self, out: Path, seed: str = "new") -> None:
        """Grade the class, undisturbed."""
        done = subprocess.run(self.command(out, seed), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr


def files_in(out: Path) -> dict[str, bytes]:
    """Return what every file below a folder holds, hidden ones too."""
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def classroom(tmp_path_factory) -> Classroom:
    folder = tmp_path_factory.mktemp("classroom")
    (folder / "assignments" / "one-map").mkdir(parents=True)
    (folder / "assignments" / "one-map" / "assignment.toml").write_text(ASSIGNMENT)
    (folder / "assignments" / "one-map" / "cases.toml").write_text(CASES)
    (folder / "class").mkdir()
    for student, source in CLASS.items():
        (folder / "class" / f"{student}.py").write_text(source)
    written, seconds = {}, 0.0
    for seed in ("old", "new"):
        (folder / seed).write_text(f"{seed} seed")
        start = time.monotonic()
        Classroom(folder, {}, 0).run(folder / f"{seed}-out", seed)
        seconds = time.monotonic() - start
        written[seed] = files_in(folder / f"{seed}-out")
    return Classroom(folder, written, seconds)


@pytest.fixture
def orphans_come_here() -> Iterator[set[int]]:
    """Adopt every process whose parent is gone; gives the processes of others' making."""
    set_subreaper(True)
    yield descendants(os.getpid())
    set_subreaper(False)
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):  # what was adopted and is dead
            pass


def test_the_class_is_what_the_kills_need(classroom: Classroom) -> None:
    """Reports are whole by the schema, two seeds differ, and some students' functions never end."""
    for written in classroom.written.values():
        assert written.keys() == {"summary.csv", *(f"{s}/report.{kind}" for s in CLASS for kind in ("json", "txt"))}
        for student in CLASS:
            report = json.loads(written[f"{student}/report.json"])
            jsonschema.validate(report, json_schema())
            assert report["score"] == (0 if student in ZERO else 3), student
    old, new = classroom.written.values()
    assert all(old[file] != new[file] for file in old if file.endswith("json"))


def are_gone(expected: set[int]) -> bool:
    """Whether every process but those expected goes; what stays is ended."""
    gone = comes_true(lambda: not seen_in_a_few_looks(expected))
    survivors(expected, 0)
    return gone


# --------------------------------------------------------------------------------- SIGKILL


@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=[pytest.mark.kills] if n >= EVERYDAY else []) for n in range(ALL)]
)
def test_a_killed_run_leaves_no_process_and_no_half_file(
    seed: int, classroom: Classroom, orphans_come_here: set[int], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    again = bool(seed % 2)  # into the results of an earlier run
    if again:
        shutil.copytree(classroom.folder / "old-out", out)
    delay = random.Random(seed).uniform(0, classroom.seconds)
    with subprocess.Popen(classroom.command(out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(delay)
        process.kill()
    assert are_gone(orphans_come_here), f"after {delay:.3f} s"
    check_whole(files_in(out), classroom, again)
    classroom.run(out)
    assert files_in(out) == classroom.written["new"]


def check_whole(found: dict[str, bytes], classroom: Classroom, again: bool) -> None:
    """Every file is that of one run or the other, and a summary stands among its own reports only."""
    old, new = classroom.written["old"], classroom.written["new"]
    results = {file: data for file, data in found.items() if not Path(file).name.startswith(".")}
    assert all(Path(file).name.endswith(".partial") for file in found.keys() - results.keys())
    assert all(data == new[file] or (again and data == old[file]) for file, data in results.items())
    if "summary.csv" in results:
        assert results in (old, new)
    if again:
        assert results.keys() >= old.keys() - {"summary.csv"}  # nobody lost a report


# --------------------------------------------------------------- SIGTERM, SIGINT, SIGHUP, Ctrl-C

ENDINGS = {  # which signal, and whom it reaches: a process, or its group
    "SIGTERM": ("SIGTERM", "kill"),
    "SIGHUP": ("SIGHUP", "killpg"),
    "SIGINT": ("SIGINT", "kill"),
    "Ctrl-C": ("SIGINT", "killpg"),
}


@pytest.mark.parametrize(
    "share", [0.5, *(pytest.param(share, marks=pytest.mark.kills) for share in (0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9))]
)
@pytest.mark.parametrize(("name", "send"), ENDINGS.values(), ids=ENDINGS.keys())
def test_a_run_that_is_told_to_stop_does_so_without_a_fuss(
    name: str, send: str, share: float, classroom: Classroom, orphans_come_here: set[int], tmp_path: Path
) -> None:
    process = subprocess.Popen(
        classroom.command(tmp_path / "out"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0
    )
    time.sleep(share * classroom.seconds)
    number = getattr(signal, name)
    getattr(os, send)(process.pid, number)
    try:
        assert comes_true(lambda: process.poll() is not None), "it does not stop"
    finally:
        process.kill()
        _, errors = process.communicate()
    if process.returncode == 0:  # the run was quicker than the one that was measured, and had ended
        assert files_in(tmp_path / "out") == classroom.written["new"]
        return
    assert process.returncode in (-number, 128 + number)  # negative: ended by the signal itself
    assert "Traceback" not in errors
    assert are_gone(orphans_come_here)
    check_whole(files_in(tmp_path / "out"), classroom, again=False)


# ------------------------------------------------------------------------------- writing itself

WRITER = """
import sys
from pathlib import Path
from grader.files import write_file
print("ready", flush=True)
while True:
    for letter in sys.argv[2].encode():
        write_file(Path(sys.argv[1]), bytes([letter]) * 4_000_000)
"""


def writer(path: Path, letters: str) -> subprocess.Popen[bytes]:
    """Start a process that writes a file again and again."""
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(path), letters], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def is_whole(data: bytes) -> bool:
    return len(data) == 4_000_000 and data.count(data[:1]) == len(data)


def test_a_file_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    path, interrupted = tmp_path / "report.json", 0
    write_file(path, b"a" * 4_000_000)
    for _ in range(100):  # until some hit: a writer may be done with a file between the look and the kill
        with writer(path, "ab") as process:
            while not list(tmp_path.glob(".*.partial")):
                assert process.poll() is None, "the writer failed"
            process.kill()
        assert is_whole(path.read_bytes())
        interrupted += len(list(tmp_path.iterdir())) == 2
        if interrupted == 3:
            break
    assert interrupted == 3
    write_file(path, b"last")
    assert files_in(tmp_path) == {"report.json": b"last"}


def test_two_writers_of_one_file_do_not_mix_their_bytes(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    with writer(path, "a") as one, writer(path, "b") as other:
        contents: set[bytes] = set()

        def are_both_seen() -> bool:
            data = path.read_bytes() if path.exists() else b"a" * 4_000_000
            assert is_whole(data)
            contents.add(data[:1])
            return len(contents) == 2

        for _ in range(10):
            assert comes_true(are_both_seen)
            contents.clear()
        assert one.poll() is None, "a writer failed"
        assert other.poll() is None, "a writer failed"
        one.kill()
        other.kill()


def test_a_writer_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_file(path, b"old")
    (tmp_path / ".report.json.partial").symlink_to("elsewhere")  # no one's invitation to write elsewhere
    with pytest.raises(OperatorError, match="cannot write"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert not (tmp_path / "elsewhere").exists()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few pages; needs root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_repaired_by_the_next_run(
    classroom: Classroom, orphans_come_here: set[int], tiny_disk: Path
) -> None:
    (tiny_disk / "film").write_bytes(b"x" * 12_000)
    done = subprocess.run(classroom.command(tiny_disk / "out"), capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "No space left on device; free some space there" in done.stderr
    assert "Traceback" not in done.stderr
    assert are_gone(orphans_come_here)
    found = files_in(tiny_disk / "out")
    assert found, "the disk was full before the first report"
    assert not any(Path(file).name.startswith(".") for file in found)
    check_whole(found, classroom, again=False)
    subprocess.run(["mount", "-o", "remount,size=1m", str(tiny_disk)], check=True)
    classroom.run(tiny_disk / "out")
    assert files_in(tiny_disk / "out") == classroom.written["new"]
