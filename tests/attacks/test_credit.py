"""Submissions of real assignments that try to be credited for nothing: none earns more than what it has right.

A file of ``credit/`` says in its docstring which assignment it hands in, and how many points it may have at most: for
shapes, for arguments that it leaves alone, for errors that it raises. Hidden cases, as a course grades.
"""

import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading import follow_through
from grader.grading.grade import Plan, grade, plan
from grader.model import Report
from grader.report import document
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder

from .harness import LEVEL_B

FILES = sorted((Path(__file__).parent / "credit").glob("*.py"))
SEED = "a course's own seed, which nobody knows"


@cache
def planned(name: str) -> Plan:
    return plan(load_assignment(assignments_folder() / name.replace("-", "_")), SEED)


def said(path: Path) -> tuple[str, Fraction]:
    """Return the assignment of a file, and the points it may have at most."""
    found = re.search(r"^assignment: (\S+)\nat most: (\S+)$", path.read_text(), re.MULTILINE)
    assert found
    return found[1], Fraction(found[2])


def graded(path: Path) -> Report:
    plan = planned(said(path)[0])
    with Sandbox(LEVEL_B) as sandbox:
        sandbox.configure(plan.assignment.limits, plan.assignment.imports)
        return grade(from_files(path.name, {path.name: path.read_bytes()}), plan, sandbox)


def few() -> list[Path]:
    """Return the files that are tried every day."""
    return [path for path in FILES if path.stem == "lying_about_edits"]


def check(path: Path) -> None:
    report = graded(path)
    name, most = said(path)
    assert report.score <= most, f"{float(report.score)} of {report.possible}"
    assert report.possible == sum(exercise.points for exercise in planned(name).assignment.exercises)
    if path.stem.startswith("lying"):  # of others, a change that makes every case right may be told
        assert not any(exercise.diagnosis and exercise.diagnosis[0].repair for exercise in report.exercises)
    assert not report.has_broken
    assert len(document.to_json(report)) < 1 << 20


@pytest.mark.parametrize("path", few(), ids=lambda path: path.stem)
def test_a_sample_earns_no_more_than_it_has_right(path: Path) -> None:
    check(path)


@pytest.mark.attacks
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_credited_for_nothing(path: Path) -> None:
    check(path)


@pytest.mark.attacks
@pytest.mark.parametrize("name", ["product_of_sums", "sum_for_each_filter", "pooling_as_a_sum", "pooling_as_a_corner"])
def test_without_a_look_at_the_forward_pass_it_would_pay(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """These gradients are right for their forward passes: what stops them is that those are none."""
    monkeypatch.setattr(follow_through, "is_alive", lambda *_: True)
    monkeypatch.setattr(follow_through, "is_right_somewhere", lambda *_: True)
    path = next(path for path in FILES if path.stem == name)
    assert graded(path).score > said(path)[1]
