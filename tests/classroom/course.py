"""A small course to grade: one assignment with two exercises, a class, and commands that run over it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.gradebook import Gradebook
from tests.command import grader

ROOT = Path(__file__).parent.parent.parent
SEED = "correct horse battery staple"

ASSIGNMENT = """
title = "One number, one map"
slides = ["Convolutions on RGB Images"]

[[exercise]]
id = "conv_single"
title = "One dot product"
slide = "Convolutions on RGB Images"
criteria = [{ id = "values", check = "values", points = 1 }]

[[exercise]]
id = "conv_map"
title = "One filter, one activation map"
slide = "Convolutions on RGB Images"
criteria = [{ id = "shape", check = "shape", points = 1 }, { id = "values", check = "values", points = 3 }]

[limits]
wall_seconds = 0.4
time_outs = 1
"""
CASES = """
[[case]]
id = "single"
exercises = ["conv_single"]
sizes = { C = 2, HH = 3, WW = 2 }
why = "A number."

[[case]]
id = "map"
exercises = ["conv_map"]
sizes = { C = 2, H = 5, W = 4, HH = 3, WW = 2 }
why = "A map."

[[case]]
id = "small"
exercises = ["conv_map"]
sizes = { C = 1, H = 3, W = 3, HH = 2, WW = 1 }
why = "A small map."
"""
RIGHT = """
import numpy as np


def conv_single(x, w, b):
    return (x * w).sum() + b


def conv_map(x, w, b):
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)[0]
    return (windows * w).sum(axis=(2, 3, 4)) + b
"""
WRONG = RIGHT.replace(" + b", "")
FLIPPED = RIGHT.replace("windows * w)", "windows * w[:, ::-1, ::-1])")
SLOW = RIGHT + "\nimport time\ntime.sleep(0.1)\n"  # well below the limit, on a busy machine too
HANGS = RIGHT.replace("    windows", "    while True: pass\n    windows")
SOURCES = (RIGHT, WRONG, FLIPPED, "def conv_map(: pass", "import os\nos._exit(3)\n" + RIGHT, "raise SystemExit\n")


@dataclass(frozen=True)
class Course:
    """A course in a folder."""

    folder: Path

    @property
    def submissions(self) -> Path:
        """The class."""
        return self.folder / "class"

    @property
    def book(self) -> Path:
        """Where its gradebook is, if it is a file."""
        return self.folder / "gradebook.db"

    def hand_in(self, students: Iterable[tuple[str, str]]) -> None:
        """Add submissions: student and source."""
        self.submissions.mkdir(exist_ok=True)
        for student, source in students:
            (self.submissions / f"{student}.py").write_text(source)

    def hand_in_many(self, count: int, sources: tuple[str, ...] = SOURCES) -> None:
        """Add so many submissions of several kinds, no two the same."""
        self.hand_in((f"student-{n:05}", f"# {n}\n{sources[n % len(sources)]}") for n in range(count))

    def arguments(self, out: str = "out", book: str | Path | None = None, *more: object) -> list[str]:
        """Return the arguments of `grader run`."""
        options = ["--assignments", self.folder / "assignments", "--seed-file", self.folder / "seed"]
        kept = ["--gradebook", self.book if book is None else book] if book != "" else []
        given = [self.submissions, "-a", "two", "--out", self.folder / out, *options, *kept, *more]
        return ["run", *map(str, given)]

    def start(self, out: str = "out", book: str | Path | None = None, *more: object, **options) -> subprocess.Popen:
        """Start `grader run` in a process of its own."""
        command = [sys.executable, "-m", "grader", *self.arguments(out, book, *more)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=ROOT, env=os.environ | {"COLUMNS": "100"}, **{**pipes, **options})

    def run(self, out: str = "out", book: str | Path | None = None, *more: object) -> str:
        """Grade the class; return what was said."""
        done = grader(*self.arguments(out, book, *more))
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def files(self, out: str = "out") -> dict[str, bytes]:
        """Return all files below --out."""
        base = self.folder / out
        return {str(path.relative_to(base)): path.read_bytes() for path in sorted(base.rglob("*")) if path.is_file()}


def course_in(folder: Path) -> Course:
    """Make a course."""
    own = folder / "assignments" / "two"
    own.mkdir(parents=True)
    (own / "assignment.toml").write_text(ASSIGNMENT)
    (own / "cases.toml").write_text(CASES)
    (folder / "seed").write_text(SEED)
    return Course(folder)


def contents(place: str | Path) -> list[dict[str, object]]:
    """Return what a gradebook says of everyone, without what differs from run to run: times, and how long it took."""
    with Gradebook.open(place) as book:
        rows = book.grade_rows()
    found = []
    for row in rows:
        facts = {**vars(row), "seconds": None, "student": vars(row.student), "report": repr(row.report)}
        found.append(json.loads(json.dumps(facts, default=str)))
    return found


def times_graded(place: str | Path) -> dict[tuple[str, str], int]:
    """Return how often each submission was graded, by student and submission."""
    with Gradebook.open(place) as book:
        events = [event for event in book.history() if event.what == "graded" and event.exercises]
    keys = [(event.student, event.submission) for event in events]
    return {key: keys.count(key) for key in keys}
