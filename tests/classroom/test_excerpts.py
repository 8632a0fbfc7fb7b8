"""A student's page holds their own code: the lines that something is wrong with, and those around them."""

import json
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.gradebook import Gradebook
from grader.gradebook.codec import pack, unpack
from grader.grading.excerpts import AROUND, MAX_LINES, MAX_WIDTH
from grader.grading.grade import grade, plan
from grader.model import ExerciseReport, Submission
from grader.report.pages import student_page
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from tests.classroom.course import ASSIGNMENT, CASES, RIGHT, Course

HEAD = "import numpy as np\n\n\n" + "# a line\n" * 9
MAP = """def conv_map(x, w, b):
    C, HH, WW = w.shape
    out = np.zeros((x.shape[1] - HH + 1, x.shape[2] - WW + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (x[:, i : i + HH, j : j + WW] * w).sum() - b
    return out


def another():
    return 1
"""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assignments") / "two"
    folder.mkdir()
    (folder / "assignment.toml").write_text(ASSIGNMENT)
    (folder / "cases.toml").write_text(CASES)
    return folder


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as one:
        yield one


def graded(folder: Path, sandbox: Sandbox, submission: Submission) -> dict[str, ExerciseReport]:
    assignment = load_assignment(folder)
    sandbox.configure(assignment.limits, assignment.imports)
    return {one.exercise.id: one for one in grade(submission, plan(assignment), sandbox).exercises}


def module(source: str) -> Submission:
    return from_files("conv.py", {"conv.py": source.encode()})


def test_the_lines_around_the_one_to_change_are_shown_and_it_is_marked(two: Path, sandbox: Sandbox) -> None:
    source = HEAD + MAP
    (excerpt,) = graded(two, sandbox, module(source))["conv_map"].excerpts
    line = source.split("\n").index("            out[i, j] = (x[:, i : i + HH, j : j + WW] * w).sum() - b") + 1
    assert excerpt.marked == (line,)
    assert excerpt.first == line - AROUND
    assert list(excerpt.lines) == [text.rstrip() for text in source.split("\n")[line - AROUND - 1 : line + AROUND]][:-2]


def test_the_line_that_raised_is_marked_once_for_all_cases(two: Path, sandbox: Sandbox) -> None:
    source = HEAD + MAP.replace("- b", "+ B")
    (excerpt,) = graded(two, sandbox, module(source))["conv_map"].excerpts
    assert excerpt.lines[excerpt.marked[0] - excerpt.first].strip().endswith("+ B")
    assert len(excerpt.marked) == len(set(excerpt.marked)) <= 2  # and the line that a repair names


def test_where_no_line_is_known_the_function_is_shown_to_its_end(two: Path, sandbox: Sandbox) -> None:
    source = HEAD + "def conv_map(x, w, b):\n    if True:\n\n        return np.random.rand(2, 2)\n\n\nnext = 1\n"
    (excerpt,) = graded(two, sandbox, module(source))["conv_map"].excerpts
    assert excerpt.marked == ()
    assert excerpt.lines == ("def conv_map(x, w, b):", "    if True:", "", "        return np.random.rand(2, 2)")


def test_right_work_and_what_is_not_there_show_nothing(two: Path, sandbox: Sandbox) -> None:
    assert [one.excerpts for one in graded(two, sandbox, module(RIGHT)).values()] == [(), ()]
    assert [one.excerpts for one in graded(two, sandbox, module("x = 1\n")).values()] == [(), ()]


def test_a_cell_of_a_notebook_has_its_own_lines(two: Path, sandbox: Sandbox) -> None:
    cells = [{"cell_type": "code", "source": text} for text in ("import numpy as np", MAP.replace("- b", "+ B"))]
    book = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()
    (excerpt,) = graded(two, sandbox, from_files("conv.ipynb", {"conv.ipynb": book}))["conv_map"].excerpts
    assert (excerpt.file, excerpt.marked[0]) == ("conv.ipynb cell 2", 6)


def test_what_is_shown_has_bounds_and_can_be_kept(two: Path, sandbox: Sandbox) -> None:
    long = "".join(f"    x{n} = '{'y' * 300}'\n" for n in range(200))
    odd = json.dumps({"cells": [{"cell_type": "code", "source": f"def conv_map(x, w, b):\n    '\ud800'\n{long}"}]})
    book = odd.replace('"cells"', '"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells"').encode()
    for submission in (module(f"def conv_map(x, w, b):\n{long}"), from_files("a.ipynb", {"a.ipynb": book})):
        report = graded(two, sandbox, submission)["conv_map"]
        assert all(len(one.lines) <= MAX_LINES for one in report.excerpts)
        assert all(len(line) <= MAX_WIDTH for one in report.excerpts for line in one.lines)
        assert unpack(pack(report)).excerpts == report.excerpts


def test_the_page_shows_the_code_with_an_arrow_and_hides_nothing_in_markup(course: Course) -> None:
    course.hand_in([("bob", HEAD + MAP.replace("- b", "+ B  # <script>")), ("ada", RIGHT)])
    course.run()
    with Gradebook.open(course.book) as book:
        pages = {row.student.id: student_page(row) for row in book.grade_rows("two")}
    assert "Your code" in pages["bob"]
    assert "→  18              out[i, j]" in pages["bob"]
    assert "# &lt;script&gt;" in pages["bob"]
    assert "<script>" not in pages["bob"]
    assert "Your code" not in pages["ada"]
