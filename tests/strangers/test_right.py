"""Right solutions, written without sight of the cases, earn everything but the deduction that their docstring names.

Each file, notebook or folder of right/ begins with its assignment; its docstring says which deduction is due, if any.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import Plan, grade, plan
from grader.model import Report
from grader.sandbox.sandbox import Sandbox
from grader.submissions.dialects import list_exercises
from grader.submissions.reading import load_submission
from grader.topics.loading import assignments_folder
from tests.effort import one_in

HERE = Path(__file__).parent
FILES = sorted((HERE / "right").glob("[a-z]*__*"))
TRAINED = [path for path in FILES if path.name.startswith("convnet__")]  # a network each, which takes ten seconds
LEARNING = HERE / "learning"
DEDUCTIONS = {  # what a docstring says, and the criterion that may be missed for it
    "deduction for a modified argument": "inputs",
    "deduction for a list": "shape",
    "are lists where": "shape",
    "capped at": "far-apart",
}


@cache
def planned(name: str) -> Plan:
    return plan(load_assignment(assignments_folder() / name))


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[str, Sandbox]]:
    """One sandbox for each assignment, made when it is first asked for."""
    made: dict[str, Sandbox] = {}
    yield made
    for sandbox in made.values():
        sandbox.__exit__(None, None, None)


def graded(path: Path, name: str, made: dict[str, Sandbox]) -> Report:
    if name not in made:
        made[name] = Sandbox()
        made[name].configure(planned(name).assignment.limits, planned(name).assignment.imports)
    return grade(load_submission(path), planned(name), made[name], explain=False)


def missed(path: Path, report: Report) -> set[str]:
    """Return the criteria that are not passed, of the exercises that a file has functions for."""
    some = planned(report.assignment)
    own = list_exercises(load_submission(path), some.assignment.topics.values())
    own |= {one.exercise.id for one in report.exercises if one.score}
    return {
        f"{exercise.exercise.id}.{criterion.criterion.id}"
        for exercise in report.exercises
        if exercise.exercise.id in own
        for criterion in exercise.criteria
        if criterion.status != "passed"
    }


OTHERS = [path for path in FILES if path not in TRAINED]
MARKED = [pytest.param(path, id=path.stem, marks=one_in(4, number)) for number, path in enumerate(OTHERS)]
MARKED += [pytest.param(path, id=path.stem, marks=one_in(8, number)) for number, path in enumerate(TRAINED)]


@pytest.mark.parametrize("path", MARKED)
def test_a_right_solution_misses_what_its_docstring_says_and_nothing_else(path: Path, sandboxes) -> None:
    text = "" if path.is_dir() else path.read_text(encoding="utf-8-sig")
    allowed = {criterion for words, criterion in DEDUCTIONS.items() if words in text}
    report = graded(path, path.name.partition("__")[0], sandboxes)
    assert {one for one in missed(path, report) if one.partition(".")[2] not in allowed} == set()
    assert any(exercise.score for exercise in report.exercises)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "assignment", "due"),
    [
        ("relu_backward_writes_into_dout", "fully-connected", {"relu_backward.inputs"}),
        ("softmax_log_of_probability", "fully-connected", {"softmax_loss.far-apart"}),
        ("softmax_probability_clipped", "fully-connected", {"softmax_loss.far-apart"}),
        ("db_keeps_an_axis", "fully-connected", {"affine_backward.shape", "affine_backward.db"}),
        ("relu_in_place_and_strict_mask", "fully-connected", {"relu_forward.inputs", "relu_backward.values"}),
        (
            "backward_bug_behind_a_forward_that_raises",
            "pooling",
            {"max_pool_forward.shape", "max_pool_forward.values", "max_pool_forward.inputs", "max_pool_backward.dx"},
        ),
    ],
)
def test_work_with_one_known_fault_misses_that_and_nothing_else(name: str, assignment: str, due, sandboxes) -> None:
    path = LEARNING / f"{name}.py"
    assert missed(path, graded(path, assignment, sandboxes)) == due
