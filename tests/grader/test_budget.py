"""One budget of time for an exercise, and one for a submission, however many runs it makes."""

import time
import types

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import Plan, grade, plan
from grader.model import Limits, Report
from grader.sandbox import budget
from grader.sandbox.budget import WALL, Budget
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.waste import Waste
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH, with_few_cases

NAPS = """import time
import numpy as np

def conv_forward(x, w, b, p):
    time.sleep({seconds})
    s, q = p["stride"], p["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (q, q), (q, q)))
    Ho, Wo = (xp.shape[2] - w.shape[2]) // s + 1, (xp.shape[3] - w.shape[3]) // s + 1
    out = np.zeros((len(x), len(w), Ho, Wo))
    for i, j in np.ndindex(Ho, Wo):
        window = xp[:, :, i * s : i * s + w.shape[2], j * s : j * s + w.shape[3]]
        out[:, :, i, j] = np.tensordot(window, w[:, :, ::-1, ::-1], ((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, b, p)

def conv_backward(dout, cache):
    x, w, b, p = cache
    return 0 * x, 0 * w, dout.sum((0, 2, 3))
"""


@pytest.fixture(autouse=True)
def _budgets_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file sleep as long as its budgets last; `test_waste` is about sleep."""
    monkeypatch.setattr(Waste, "count", lambda *_: None)


LIMITS = Limits(wall_seconds=0.25, exercise_seconds=0.25)


def graded(source: str, limits: Limits, times: int = 4) -> tuple[Report, float]:
    whole = with_few_cases(plan(load_assignment(assignments_folder() / "conv-layer"), effort=NO_SEARCH))
    exercises = [one for one in whole.exercises if one.exercise.id in ("conv_forward", "conv_backward")]
    some = Plan(assignment=whole.assignment, exercises=tuple(times * exercises), seed_digest=whole.seed_digest)
    with Sandbox() as sandbox:
        sandbox.configure(limits)
        sandbox.fork().close()  # the zygote has started
        start = time.monotonic()
        report = grade(from_files("mine.py", {"mine.py": source.encode()}), some, sandbox)
        return report, time.monotonic() - start


def test_many_runs_for_one_submission_share_one_budget() -> None:
    """A file that napped 1.9 s in every call once took 934 s."""
    report, seconds = graded(NAPS.format(seconds=0.1), LIMITS)
    assert seconds < WALL * LIMITS.submission_seconds + 2
    last = report.exercises[-1].criteria[0].results
    assert {result.status for result in last} == {"skipped"}  # the eighth exercise had no time left


def test_time_in_which_nothing_could_run_is_left_out_of_every_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = types.SimpleNamespace(seconds=0.0, monotonic=lambda: clock.seconds)
    monkeypatch.setattr(budget, "time", clock)
    submission = Budget(5, "submission")
    exercise = Budget(2, "exercise", submission)
    clock.seconds = 8.0
    assert exercise.used_up() == "the 2 s of its exercise"
    exercise.set_aside(3.0)
    assert (exercise.left(), submission.left()) == (1, 5)
    clock.seconds = 9.0
    assert exercise.used_up() == "the 2 s of its exercise"  # which says what it is in every report


@pytest.mark.confined
def test_what_was_left_undone_is_said() -> None:
    report, _ = graded(NAPS.format(seconds=0.01), LIMITS)  # enough for the cases, and not for what follows
    told = ("of its exercise were used up before", "of its submission were used up before")  # which, the load decides
    assert any(part in note for part in told for note in report.notes), report.notes


@pytest.mark.slow
def test_a_quick_submission_is_told_nothing_of_time() -> None:
    report, _ = graded(NAPS.format(seconds=0), Limits(), times=1)
    assert not any("used up" in note for note in report.notes)


def test_a_budget_counts_the_clock_and_processor_time_and_uses_up_its_larger_one(monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    whole = Budget(10, "submission")
    first = Budget(4, "exercise", whole)
    assert (first.left(), first.used_up()) == (4, "")
    now[0] += 3 * 4 - 1
    assert first.left() == 1
    first.charge(5)
    assert first.left() == -1
    assert first.used_up() == "the 4 s of its exercise"
    second = Budget(8, "exercise", whole)
    assert second.left() == 5  # the children of the first used so much of the submission's
    now[0] += 20
    assert second.used_up() == "the 10 s of its submission"
    second.give_back(100)
    assert second.left() == pytest.approx(-1)


def test_a_machine_that_is_busy_with_other_work_leaves_a_budget_as_it_is(monkeypatch) -> None:
    """Points for follow-through were once lost because a machine did three things at a time."""
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    exercise = Budget(10, "exercise", Budget(40, "submission"))
    now[0] = 20.0
    exercise.charge(6.0)  # the rest of the time went to others
    assert exercise.used_up() == ""
    assert exercise.left() == 4
