"""What a note claims holds for this student's code: neither an excuse for a wrong number, nor a credit for nothing."""

import pytest

from grader.authoring.assignment import load_assignment
from grader.authoring.lesson import solution_module
from grader.grading.grade import grade, plan
from grader.model import ExerciseReport
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH

DECAY = """

_right = loss_and_gradients


def loss_and_gradients(x, y, w1, b1, w2, b2):
    loss, grads = _right(x, y, w1, b1, w2, b2)[0], list(_right(x, y, w1, b1, w2, b2)[1:])
    grads[0] = grads[0] + 1e-4 * w1
    return (loss, *grads)
"""


@pytest.fixture(scope="module")
def report() -> ExerciseReport:
    folder = assignments_folder() / "convnet"
    whole = plan(load_assignment(folder), effort=NO_SEARCH)
    source = solution_module((folder / "lesson.py").read_text(encoding="utf-8")) + DECAY
    one = next(one for one in whole.exercises if one.exercise.id == "loss_and_gradients")
    planned = type(whole)(**{**vars(whole), "exercises": (one,)})
    with Sandbox() as own:  # it lets convref be imported, which another test's must not
        own.configure(whole.assignment.limits, whole.assignment.imports)
        return grade(from_files("mine.py", {"mine.py": source.encode()}), planned, own).exercises[0]


def test_a_small_term_too_many_is_not_said_to_be_single_precision(report: ExerciseReport) -> None:
    assert report.status == "failed"
    assert [note for note in report.notes if "precision" in note] == []


def test_no_gradient_follows_from_a_forward_pass_that_is_right(report: ExerciseReport) -> None:
    assert [note for note in report.notes if "follow-through" in note] == []
