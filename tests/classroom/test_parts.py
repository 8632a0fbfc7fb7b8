"""The parts of a run on their own: digests, orders, places, progress, the pool's last resorts."""

import os
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring.assignment import load_assignment
from grader.classroom import digests as digests_module
from grader.classroom.digests import digests
from grader.classroom.order import Order, files_of, planned
from grader.classroom.places import folder_name
from grader.classroom.pool import Pool
from grader.classroom.work import Work
from grader.cli.progress import Progress
from grader.errors import OperatorError
from grader.grading.grade import plan
from grader.sandbox.levels import LAYERS
from grader.submissions.reading import from_files
from tests.classroom.course import CASES, HANGS, RIGHT, SEED, Course

pytestmark = pytest.mark.slow


@pytest.fixture
def two(course: Course):
    return load_assignment(course.folder / "assignments" / "two")


def order_of(assignment, **changes) -> Order:
    given = {
        "assignment": assignment.id,
        "digest": assignment.digest,
        "files": files_of(assignment),
        "seed": SEED,
        "dialect": "auto",
        "wanted": "D",
        "layers": tuple(sorted(LAYERS)),
    }
    return Order(**{**given, **changes})


# ------------------------------------------------------------------------------- digests


def changed(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {name for name in one if one[name] != other[name]}


def test_a_digest_changes_with_what_it_is_of_and_nothing_else(course: Course, two, monkeypatch) -> None:
    before = digests(plan(two, SEED), "auto")
    both = set(before)
    assert both == {"conv_single", "conv_map"}
    assert digests(plan(two, SEED), "auto") == before
    assert changed(before, digests(plan(two, SEED), "cs231n")) == both
    assert changed(before, digests(plan(two, "another"), "auto")) == both
    assert changed(before, digests(plan(replace(two, limits=replace(two.limits, cpu_seconds=9)), SEED), "auto")) == both
    assert changed(before, digests(plan(replace(two, imports=("math",)), SEED), "auto")) == both
    assert not changed(before, digests(plan(replace(two, title="Another"), SEED), "auto"))
    folder = course.folder / "assignments" / "two"
    (folder / "cases.toml").write_text(CASES.replace("A number.", "One number."))
    assert changed(before, digests(plan(load_assignment(folder), SEED), "auto")) == {"conv_single"}
    monkeypatch.setattr(digests_module, "GRADING", digests_module.GRADING + 1)
    assert changed(before, digests(plan(two, SEED), "auto")) == both


def test_a_mended_reference_changes_the_exercise(two, monkeypatch) -> None:
    planned_two = plan(two, SEED)
    before = digests(planned_two, "auto")
    single, other = planned_two.exercises
    due = single.expected["single"]["out"]
    mended = {"single": {"out": replace(due, value=due.value + 1)}}
    after = digests(replace(planned_two, exercises=(replace(single, expected=mended), other)), "auto")
    assert changed(before, after) == {"conv_single"}


def test_digests_are_those_of_every_process(course: Course) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom grader.authoring.assignment import load_assignment\n"
        "from grader.classroom.digests import digests\nfrom grader.grading.grade import plan\n"
        "print(digests(plan(load_assignment(Path(sys.argv[1])), 's'), 'auto'))\n"
    )
    command = [sys.executable, "-c", code, str(course.folder / "assignments" / "two")]
    outputs = {
        subprocess.run(command, capture_output=True, env=os.environ | {"PYTHONHASHSEED": str(n)}, check=True).stdout
        for n in range(2)
    }
    assert len(outputs) == 1


# --------------------------------------------------------------------------------- order


def test_an_order_makes_the_same_plan_elsewhere_and_hides_the_seed(two) -> None:
    order = order_of(two)
    there = planned(order)
    assert digests(there, "auto") == digests(plan(two, SEED), "auto")
    assert there.assignment.digest == two.digest
    assert SEED not in repr(order)
    assert order.id != order_of(two, seed="another").id
    with pytest.raises(OperatorError, match="was changed while"):
        planned(replace(order, digest="other"))


# -------------------------------------------------------------------------------- places


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_folder_is_one_plain_name_and_one_students(one: str, other: str) -> None:
    name = folder_name(one)
    assert name
    assert name not in (".", "..", "summary.csv")
    assert "/" not in name
    assert name.isprintable()
    assert name[0] != "."
    assert len(name) < 160
    assert (name == folder_name(other)) == (one == other)


@pytest.mark.parametrize("plain", ["ada", "=cmd", "a b", "Müller, Zoë", "x" * 120])
def test_a_plain_id_is_the_folders_name(plain: str) -> None:
    assert folder_name(plain) == plain


# ------------------------------------------------------------------------------ progress


def test_progress_says_rate_remaining_time_and_failures() -> None:
    now = iter([0.0, 30.0, 30.0])
    progress = Progress(100, lambda: next(now))
    for problem, broken in (("", False), ("no .py", False), ("", True), *[("", False)] * 7):
        progress.count(SimpleNamespace(seconds=1, problem=problem, is_broken=broken))
    assert str(progress) == "20 a minute, 4:30 left, 1 unreadable, 1 broken"
    hours = iter([0.0, 60.0])
    long = Progress(121, lambda: next(hours))
    long.count(SimpleNamespace(seconds=1, problem="", is_broken=False))
    assert long.left == "2:00:00 left"
    assert Progress(None).left == ""
    assert Progress(None).failures == "no failures"


# ---------------------------------------------------------------------------------- pool


def test_work_that_two_processes_died_of_is_broken_and_the_rest_is_graded(two) -> None:
    planned_two = plan(two, SEED)
    known = digests(planned_two, "auto")
    sources = (RIGHT, HANGS, RIGHT)
    works = [Work(number=n, submission=from_files("a.py", {"a.py": one.encode()})) for n, one in enumerate(sources)]
    done = {}
    with Pool(order_of(two), 1, planned_two, known, "B") as pool:
        stream = pool.perform(works)
        deaths = 0
        for one in stream:
            if one is not None:
                done[one.number] = one
            current = pool.processes[0].works
            if deaths < 2 and pool.processes[0].is_ready and current and current[0].number == 1:
                pool.processes[0].process.kill()
                pool.processes[0].process.wait()
                deaths += 1
    assert done.keys() == {0, 1, 2}
    assert [done[n].is_broken for n in range(3)] == [False, True, False]
    assert done[1].line.score is None
    assert done[2].line.score == 5


def test_processes_that_die_at_once_end_the_run(two, monkeypatch) -> None:
    monkeypatch.setattr("grader.classroom.pool.START", "raise SystemExit(1)")
    works = [Work(number=0, submission=from_files("a.py", {"a.py": RIGHT.encode()}))]
    planned_two = plan(two, SEED)
    with (
        pytest.raises(OperatorError, match="die as soon as they are started"),
        Pool(order_of(two), 2, planned_two, digests(planned_two, "auto"), "B") as pool,
    ):
        list(pool.perform(works))


def test_an_operator_error_of_a_process_is_the_runs(two) -> None:
    planned_two = plan(two, SEED)
    works = [Work(number=0, submission=from_files("a.py", {"a.py": RIGHT.encode()}))]
    order = order_of(two, digest="another")
    with (
        pytest.raises(OperatorError, match="was changed while"),
        Pool(order, 1, planned_two, digests(planned_two, "auto"), "B") as pool,
    ):
        list(pool.perform(works))
