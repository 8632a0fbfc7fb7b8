"""Wrong work, written without sight of the cases, loses points: the docstring of each file says what is wrong.

What still passes in full is listed in ``undetected.txt``, and is expected to: a kind that is mended leaves the list.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import Plan, grade, plan
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH, one_in

HERE = Path(__file__).parent
WRONG = sorted((HERE / "wrong").glob("*.py"))
UNDETECTED = frozenset(line.split("#")[0].strip() for line in (HERE / "undetected.txt").read_text().splitlines()[1:])


@cache
def planned(assignment: str) -> Plan:
    return plan(load_assignment(assignments_folder() / assignment), effort=NO_SEARCH)


@pytest.fixture(scope="module")
def sandbox_of() -> Iterator[Callable[[str], Sandbox]]:
    """One sandbox per assignment: what may be imported is set once."""
    with ExitStack() as stack:

        @cache
        def opened(assignment: str) -> Sandbox:
            sandbox = stack.enter_context(Sandbox())
            sandbox.configure(planned(assignment).assignment.limits, planned(assignment).assignment.imports)
            return sandbox

        yield opened


def cases() -> Iterator[object]:
    for number, path in enumerate(WRONG):
        known = [pytest.mark.xfail(reason="still passes in full", strict=True)] if path.stem in UNDETECTED else []
        yield pytest.param(path, id=path.stem, marks=[one_in(4, number), *known])


@pytest.mark.parametrize("path", [*cases()])
def test_wrong_work_loses_points(path: Path, sandbox_of: Callable[[str], Sandbox]) -> None:
    source, assignment = path.read_text(), path.name.split("__")[0]
    whole = planned(assignment)
    written = tuple(one for one in whole.exercises if f"def {one.exercise.id}(" in source)
    submission = from_files(path.name, {path.name: source.encode()})
    report = grade(submission, replace(whole, exercises=written), sandbox_of(assignment), explain=False)
    assert any(exercise.score < exercise.exercise.points for exercise in report.exercises)


def test_every_undetected_file_is_there() -> None:
    assert {path.stem for path in WRONG} >= UNDETECTED
