"""Fixtures: the conv-layer assignment, one sandbox for all tests, and a short way to grade a source."""

import dataclasses
from collections.abc import Callable, Iterator

import pytest

from grader.authoring.assignment import load_assignment
from grader.authoring.lesson import solution_module
from grader.authoring.starters import read_lesson
from grader.grading.grade import Plan, grade, plan
from grader.model import Assignment, CriterionReport, Limits, Report, Result
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH, with_few_cases

QUICK = Limits(wall_seconds=0.5, exercise_seconds=4, memory_mib=256, output_kib=4, result_mib=8)


@pytest.fixture(scope="session")
def conv_layer() -> Assignment:
    return load_assignment(assignments_folder() / "conv-layer")


@pytest.fixture(scope="session")
def whole_plan(conv_layer: Assignment) -> Plan:
    """All cases of conv-layer, for what depends on how many there are."""
    return plan(conv_layer, effort=NO_SEARCH)


@pytest.fixture(scope="session")
def conv_plan(whole_plan: Plan) -> Plan:
    """A case of each kind: what is read, run, told and written is the same, at a third of the work."""
    return with_few_cases(whole_plan)


@pytest.fixture(scope="session")
def solution(conv_layer: Assignment) -> str:
    return solution_module(read_lesson(conv_layer.folder))


# Files whose tests hold for both kinds of workers. The portable one starts a program where the other forks, so it takes
# longer; what only the other one does is marked `confined`.
OVER_BOTH = frozenset({"test_outcomes", "test_grading", "test_report", "test_dialects", "test_notebook"})
WORKERS = ["forked", pytest.param("portable", marks=pytest.mark.slow)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what holds for both kinds of workers over both."""
    is_over_both = metafunc.module.__name__.rpartition(".")[2] in OVER_BOTH
    is_confined = metafunc.definition.get_closest_marker("confined") is not None
    if is_over_both and not is_confined and "worker" in metafunc.fixturenames:
        metafunc.parametrize("worker", WORKERS, indirect=True)


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """Who runs submissions: "forked" children, or the "portable" worker."""
    return getattr(request, "param", "forked")


@pytest.fixture(scope="session")
def quick_sandbox(worker: str) -> Iterator[Sandbox]:
    """A sandbox whose limits are short, so that a test of an endless loop is not."""
    with Sandbox(portable=worker == "portable" or None) as sandbox:
        sandbox.configure(QUICK)
        yield sandbox


@pytest.fixture(scope="session")
def reports(conv_plan: Plan) -> list[Report]:
    """Reports of the example class and of the wrong answers of conv-layer."""
    from .classes import graded_files

    with Sandbox() as sandbox:
        sandbox.configure(dataclasses.replace(QUICK, memory_mib=512))
        return graded_files(conv_plan, sandbox)


def only(whole: Plan, *exercises: str) -> Plan:
    """Return a plan of some of its exercises, which takes less time."""
    return dataclasses.replace(whole, exercises=tuple(e for e in whole.exercises if e.exercise.id in exercises))


@pytest.fixture
def grade_source(conv_plan: Plan, whole_plan: Plan, quick_sandbox: Sandbox) -> Callable[..., Report]:
    """Grade Python source, or several files by name; some exercises of conv-layer where they are named."""

    def graded(source: str | dict[str, str], *exercises: str, name: str = "conv.py", all_cases: bool = False) -> Report:
        planned = whole_plan if all_cases else conv_plan
        files = {name: source} if isinstance(source, str) else source
        submission = from_files(name, {file: text.encode() for file, text in files.items()})
        return grade(submission, only(planned, *exercises) if exercises else planned, quick_sandbox)

    return graded


def criterion_of(report: Report, name: str) -> CriterionReport:
    """Return a criterion's report by ``exercise.criterion``."""
    exercise_id, _, criterion_id = name.partition(".")
    exercise = next(e for e in report.exercises if e.exercise.id == exercise_id)
    return next(c for c in exercise.criteria if c.criterion.id == criterion_id)


def result_of(report: Report, name: str, case: str) -> Result:
    """Return the result of one case under one criterion."""
    return next(result for result in criterion_of(report, name).results if result.case == case)
