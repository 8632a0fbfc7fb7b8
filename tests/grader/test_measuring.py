"""A function and its yardstick in the sandbox. Steps are apart by ten orders of magnitude: no machine decides."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from grader.authoring.assignment import load_assignment
from grader.authoring.verify import solution_of
from grader.grading.grade import Plan, grade, plan
from grader.model import CriterionReport
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics import Step
from grader.topics.loading import assignments_folder

ASSIGNMENT = load_assignment(assignments_folder() / "fast_conv")
SOLUTION = solution_of(ASSIGNMENT)
STEPS = {"outputs": Step(most=1e5, next_step="be faster."), "product": Step(most=1e-5, next_step="be faster still.")}
SMALL = {"N": 2, "C": 2, "H": 9, "W": 9, "F": 2, "HH": 3, "WW": 3, "stride": 1, "pad": 1}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        made.configure(ASSIGNMENT.limits)
        yield made


def planned(source: str | None = None) -> Plan:
    """The layer alone, with steps that everything passes and that nothing passes."""
    whole = plan(ASSIGNMENT, "a seed of the course")
    (one,) = [one for one in whole.exercises if one.exercise.id == "conv_fast"]
    assert one.operation is not None
    assert one.operation.speed is not None
    speed = replace(one.operation.speed, steps=STEPS, sizes=SMALL, source=source or one.operation.speed.source)
    return replace(whole, exercises=(replace(one, operation=replace(one.operation, speed=speed)),))


def graded(source: str, sandbox: Sandbox, some: Plan | None = None) -> dict[str, CriterionReport]:
    report = grade(from_files("mine.py", {"mine.py": source.encode()}), some or planned(), sandbox, explain=False)
    return {one.criterion.id: one for one in report.exercises[0].criteria}


def said(report: CriterionReport) -> str:
    (result,) = report.results
    assert result.evidence is not None
    return str(result.evidence.detail)


def test_a_right_function_is_measured_and_passes_the_steps_that_it_reaches(sandbox: Sandbox) -> None:
    criteria = graded(SOLUTION, sandbox)
    assert {name: one.status for name, one in criteria.items()} == {
        "shape": "passed",
        "values": "passed",
        "outputs": "passed",
        "product": "failed",
    }
    assert "times as long as the matrix product alone" in said(criteria["product"])


def test_a_function_that_is_right_for_small_inputs_only_earns_nothing_for_its_speed(sandbox: Sandbox) -> None:
    cheat = SOLUTION + "\n\nright = conv_fast\n\n\ndef conv_fast(x, w, b, conv_param):\n"
    cheat += "    out = right(x, w, b, conv_param)\n    return 0 * out if x.shape[2] == 9 else out\n"
    criteria = graded(cheat, sandbox)
    assert criteria["values"].status == "passed"
    for name in STEPS:
        assert criteria[name].score == 0
        assert said(criteria[name]) == "Some of its numbers are wrong for the larger inputs of the measurement."


def test_a_wrong_function_is_not_measured(sandbox: Sandbox) -> None:
    criteria = graded(SOLUTION.replace("+ b[:, None]", ""), sandbox)
    assert criteria["values"].status == "failed"
    assert [criteria[name].score for name in STEPS] == [0, 0]
    assert "once its numbers are right" in said(criteria["outputs"])


def test_a_yardstick_that_fails_is_ours_and_costs_nothing(sandbox: Sandbox) -> None:
    criteria = graded(SOLUTION, sandbox, planned("def conv_fast(x, w, b, conv_param):\n    raise ValueError\n"))
    assert [(criteria[name].status, criteria[name].score) for name in STEPS] == [
        ("broken", criteria[name].criterion.points) for name in STEPS
    ]


def test_processor_time_is_asked_for_where_somebody_measures(sandbox: Sandbox) -> None:
    cases = planned().exercises[0].cases[:2]
    with Runner(sandbox, from_files("mine.py", {"mine.py": SOLUTION.encode()})) as runner:
        assert [one.seconds for one in runner.run(cases)] == [0, 0]
        runner.is_timed = True
        assert all(0 < one.seconds < 60 for one in runner.run(cases))
