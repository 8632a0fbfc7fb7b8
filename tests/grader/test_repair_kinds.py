"""Repairs of classes, of types beside another mistake, and lines beside a belief."""

import dataclasses
from collections.abc import Iterator

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading import repair_memory
from grader.grading.grade import grade, plan
from grader.model import ExerciseReport, Limits
from grader.report import document, text
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from grader.topics.misconception import Beliefs

PATIENT = Limits(wall_seconds=20, exercise_seconds=120)
LAYER = """import numpy as np


class MaxPool2d:
    def __init__(self, kernel_size, stride):
        self.kernel_size = kernel_size
        self.stride = stride

    def forward(self, x):
        self.x = x
        N, C, H, W = x.shape
        rows = (H - self.kernel_size) // self.stride + 1
        columns = (W - self.kernel_size) // self.stride + 1
        out = np.zeros((N, C, rows, columns))
        for i in range(rows):
            for j in range(columns):
                top, left = i * self.stride, j * self.stride
                part = x[:, :, top : top + self.kernel_size, left : left + self.kernel_size]
                out[:, :, i, j] = part.max(axis=(2, 3))
        return out

    def backward(self, dout):
        dx = np.zeros(self.x.shape)
        for n, c, i, j in np.ndindex(dout.shape):
            top, left = i * self.stride, j * self.stride
            part = self.x[n, c, top : top + self.kernel_size, left : left + self.kernel_size]
            u, v = np.unravel_index(part.argmax(), part.shape)
            dx[n, c, top + u, left + v] += dout[n, c, i, j]
        return dx
"""
POOL = """import numpy as np


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.zeros((N, C, (H - ph) // s + 1, (W - pw) // s + 1))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = x[n, c, i * s : i * s + ph, j * s : j * s + pw].max()
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        part = x[n, c, i * s : i * s + ph, j * s : j * s + pw]
        k = part.argmax()
        dx[n, c, i * s + k // pw, j * s + k % pw] += dout[n, c, i, j]
    return dx
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as one:
        one.configure(PATIENT)
        yield one


def graded(sandbox: Sandbox, source: str, exercise: str, *, believes: bool = False) -> tuple[ExerciseReport, str]:
    """Return the report of one exercise of pooling, and the text that its student reads."""
    repair_memory.forget()
    whole = plan(load_assignment(assignments_folder() / "pooling"))
    (one,) = [one for one in whole.exercises if one.exercise.id == exercise]
    if not believes:
        one = dataclasses.replace(one, topic=dataclasses.replace(one.topic, beliefs=Beliefs))
    report = grade(from_files("a.py", {"a.py": source.encode()}), dataclasses.replace(whole, exercises=(one,)), sandbox)
    assert document.to_json(report)
    return report.exercises[0], " ".join(text.render(report).split())


def line_of(source: str, part: str) -> int:
    return next(number for number, line in enumerate(source.splitlines(), 1) if part in line)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("right", "wrong", "exercise"),
    [
        (
            "left : left + self.kernel_size]\n                out",
            "left : left + self.stride]\n                out",
            "forward",
        ),
        ("columns = (W - self.kernel_size)", "columns = (H - self.kernel_size)", "forward"),
        ("+= dout", "= dout", "backward"),
        ("left + v]", "top + v]", "backward"),
    ],
)
def test_a_method_of_a_class_is_edited(sandbox: Sandbox, right: str, wrong: str, exercise: str) -> None:
    source = LAYER.replace(right, wrong)
    assert source != LAYER
    report, said = graded(sandbox, source, f"max_pool_{exercise}")
    (diagnosis,) = [one for one in report.diagnosis if one.repair is not None]
    assert diagnosis.repair is not None
    (place,) = diagnosis.repair.places
    line = line_of(source, wrong.split("\n")[0])
    assert (place.first_line, place.last_line, place.function) == (line, line, exercise)
    assert "self__" not in diagnosis.repair.change
    assert f"One change on line {line} of a.py makes every case right." in said


@pytest.mark.parametrize("cut", ["int({})", "np.round({})", "np.floor({})"])
def test_a_number_that_is_rounded_is_asked_about(sandbox: Sandbox, cut: str) -> None:
    largest = "x[n, c, i * s : i * s + ph, j * s : j * s + pw].max()"
    source = POOL.replace(f"= {largest}", f"= {cut.format(largest)}")
    assert source != POOL
    report, said = graded(sandbox, source, "max_pool_forward")
    (place,) = next(one.repair.places for one in report.diagnosis if one.repair is not None)
    assert (place.kind, place.first_line) == ("whole", line_of(source, largest))
    assert "What does this line make of 2.5, and of -2.5?" in said


def test_a_right_class_is_not_searched(sandbox: Sandbox) -> None:
    report, _ = graded(sandbox, LAYER, "max_pool_backward")
    assert report.status == "passed"
    assert report.searched is None


def test_an_array_of_the_inputs_type_is_asked_about(sandbox: Sandbox) -> None:
    report, said = graded(sandbox, POOL, "max_pool_backward")
    (place,) = next(one.repair.places for one in report.diagnosis if one.repair is not None)
    assert (place.kind, place.first_line) == ("type", line_of(POOL, "zeros_like"))
    assert "Can it hold every number that is due" in said


def test_another_mistake_beside_that_of_the_type_is_found_by_single_edits(sandbox: Sandbox) -> None:
    source = POOL.replace("k // pw", "k // ph")
    report, said = graded(sandbox, source, "max_pool_backward")
    assert report.searched is not None
    assert report.searched.tried <= report.searched.single_edits
    first, second = (line_of(source, "k // ph"), line_of(source, "zeros_like"))
    assert f"Two changes, on line {first} and on line {second} of a.py, make every case right." in said


def test_where_no_number_tells_two_beliefs_apart_the_hint_speaks_of_both() -> None:
    topic = plan(load_assignment(assignments_folder() / "fully-connected")).assignment.topics["numerical_gradient"]
    family = topic.family("numerical_gradient")
    assert family is not None
    (one,) = [one for one in family.misconceptions if one.id == "divided-by-h"]
    assert "How far apart" in one.hint
    assert "half" in one.hint


def test_the_line_stands_beside_a_belief_which_is_told_first(sandbox: Sandbox) -> None:
    source = POOL.replace(".max()", ".min()")
    report, said = graded(sandbox, source, "max_pool_forward", believes=True)
    first = report.diagnosis[0]
    assert first.misconceptions == ("minimum-not-maximum",)
    assert first.repair is not None
    line = line_of(source, ".min()")
    sentence = f"One change on line {line} of a.py makes every case right."
    assert said.index("Think:") < said.index(sentence)
    assert said.count(sentence) == 1
