"""Wrong work, written without sight of the cases, loses points: the docstring of each file says what is wrong."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import Plan, grade, plan
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder

WRONG = sorted((Path(__file__).parent / "wrong").glob("*.py"))


@cache
def planned(assignment: str) -> Plan:
    return plan(load_assignment(assignments_folder() / assignment))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_wrong_work_loses_points(path: Path, sandbox: Sandbox) -> None:
    source = path.read_text()
    whole = planned(path.name.split("__")[0])
    written = tuple(one for one in whole.exercises if f"def {one.exercise.id}(" in source)
    sandbox.configure(whole.assignment.limits)
    report = grade(
        from_files(path.name, {path.name: source.encode()}), replace(whole, exercises=written), sandbox, explain=False
    )
    assert any(exercise.score < exercise.exercise.points for exercise in report.exercises)
