"""A case that is wrong after other calls alone is no example of a wrong formula, and its report says what is so."""

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import grade, plan
from grader.model import ExerciseReport
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder

SIZES = """
import numpy as np

def network_sizes(length, layers, sizes=[]):
    for window, stride, pad in layers:
        length = (length + 2 * pad - window) // stride + 1
        sizes.append(length)
    return np.array(sizes)
"""
PARAMETERS = """
known = {}

def conv_parameters(filters, channels, height, width):
    if (filters, channels) not in known:
        known[filters, channels] = filters * (channels * height * width + 1)
    return known[filters, channels]
"""
LATER = """
counted = 0

def conv_parameters(filters, channels, height, width):
    global counted
    counted += 1
    return filters * (channels * height * width + 1) + (counted > 3)
"""
WRONG = """
known = {}

def conv_parameters(filters, channels, height, width):
    known["last"] = filters
    return filters * channels * height * width
"""


@pytest.fixture(scope="module")
def graded(quick_sandbox: Sandbox):
    def run(source: str, name: str) -> ExerciseReport:
        planned = plan(load_assignment(assignments_folder() / "dimensions"))
        report = grade(from_files("mine.py", {"mine.py": source.encode()}), planned, quick_sandbox)
        return next(one for one in report.exercises if one.exercise.id == name)

    return run


def failures(report: ExerciseReport):
    return [one for criterion in report.criteria for one in criterion.results if one.status == "failed"]


@pytest.mark.parametrize(
    ("source", "name"), [(SIZES, "network_sizes"), (PARAMETERS, "conv_parameters"), (LATER, "conv_parameters")]
)
def test_what_is_right_by_itself_is_told_to_be_so(graded, source: str, name: str) -> None:
    report = graded(source, name)
    assert failures(report)
    assert {one.evidence.reason for one in failures(report)} == {"call-remembered"}
    assert report.codes == ()  # pasted, each would show the right number
    assert [one.smallest for one in report.diagnosis if one.smallest is not None] == []


def test_what_is_wrong_by_itself_keeps_its_report_although_something_is_remembered(graded) -> None:
    report = graded(WRONG, "conv_parameters")
    assert {one.evidence.reason for one in failures(report)} == {"wrong-value"}
    assert report.diagnosis
    assert report.codes


CACHE = """
import numpy as np
_seen = {}

def affine_forward(x, w, b):
    _seen[x.shape, w.shape] = x, w, b
    return x.reshape(len(x), -1) @ w + b, (x.shape, w.shape)

def affine_backward(dout, cache):
    x, w, b = _seen[cache]
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
"""


def test_a_cache_that_another_call_changes_is_not_said_to_be_changed_by_backward(quick_sandbox: Sandbox) -> None:
    planned = plan(load_assignment(assignments_folder() / "fully_connected"))
    report = grade(from_files("mine.py", {"mine.py": CACHE.encode()}), planned, quick_sandbox)
    backward = next(one for one in report.exercises if one.exercise.id == "affine_backward")
    assert {one.evidence.reason for one in failures(backward)} == {"call-remembered"}


def test_a_bug_of_ours_costs_nobody_a_report(graded, monkeypatch: pytest.MonkeyPatch) -> None:
    from grader.grading import alone

    def failing(*_: object) -> None:
        raise ZeroDivisionError

    expected = graded(SIZES, "network_sizes")
    monkeypatch.setattr(alone, "failed", failing)
    report = graded(SIZES, "network_sizes")
    assert report.score == expected.score
    assert failures(report)
