"""Mistakes as they stand in public repositories of students, and others, made without sight of the models: each is explained.

The docstring of each file says what is wrong; ``due.toml`` says by exercise which misconception is named, or which kind of
edit repairs the function, or how the fact begins that is told.
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import Plan, grade, plan
from grader.model import Diagnosis, ExerciseReport, Report
from grader.report import text
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent / "public"
ROUNDS = (HERE, Path(__file__).parent / "unseen")  # of public repositories; written later, by somebody who saw no case
DUE = {folder.name: tomllib.loads((folder / "due.toml").read_text(encoding="utf-8")) for folder in ROUNDS}
FILES = [path for folder in ROUNDS for path in sorted(folder.glob("*/*.py"))]
Open = Callable[[str], Sandbox]


@cache
def planned(assignment: str, is_repaired: bool) -> Plan:
    whole = load_assignment(assignments_folder() / assignment)
    return plan(whole) if is_repaired else plan(whole, effort=NO_SEARCH)


@pytest.fixture(scope="module")
def sandbox_of() -> Iterator[Open]:
    with ExitStack() as stack:

        @cache
        def opened(assignment: str) -> Sandbox:
            sandbox = stack.enter_context(Sandbox())
            some = planned(assignment, False).assignment
            sandbox.configure(some.limits, some.imports)
            return sandbox

        yield opened


def graded(path: Path, is_repaired: bool, sandbox_of: Open) -> Report:
    submission = from_files(path.name, {path.name: path.read_bytes()})
    assignment = path.parent.name
    return grade(submission, planned(assignment, is_repaired), sandbox_of(assignment))


def told(found: Diagnosis) -> str:
    """Return what a diagnosis is: misconceptions, or the edit that repairs, or the first words of a fact."""
    if found.misconceptions:
        return "+".join(found.misconceptions)
    return f"repair: {found.repair.places[0].kind}" if found.repair else f"fact: {' '.join(found.hint.split()[:5])}"


def is_wrong(one: ExerciseReport) -> bool:
    """Whether an exercise is written, and fails."""
    results = [result for part in one.criteria for result in part.results]
    is_missing = any(result.evidence is not None and result.evidence.reason == "refused" for result in results)
    return one.status == "failed" and not is_missing and any(one.outcome in ("returned", "raised") for one in results)


def explained(report: Report) -> dict[str, str]:
    wrong = [one for one in report.exercises if is_wrong(one)]
    return {one.exercise.id: told(one.diagnosis[0]) if one.diagnosis else "" for one in wrong}


@pytest.mark.parametrize("path", FILES, ids=lambda path: "-".join((*path.parts[-3:-1], path.stem)))
def test_a_mistake_is_explained_as_it_is_due(path: Path, sandbox_of: Open) -> None:
    due = DUE[path.parts[-3]][path.parts[-2]][path.stem]
    report = graded(path, any(words.startswith("repair") for words in due.values()), sandbox_of)
    assert explained(report) == due
    assert all(due.values())


def test_the_question_of_a_pair_is_about_what_is_wrong_in_most_cases(sandbox_of: Open) -> None:
    report = graded(HERE / "fully_connected" / "softmax_all_pairs.py", False, sandbox_of)
    (found,) = next(one.diagnosis for one in report.exercises if one.exercise.id == "softmax_loss")
    assert found.misconceptions == ("log-of-the-probability", "every-label-for-every-image")
    assert "two images with labels 0 and 1" in found.hint


def test_the_number_that_is_shown_is_one_that_the_question_is_about(sandbox_of: Open) -> None:
    shown = text.summarize(graded(HERE / "convnet" / "relu_left_out_backward.py", False, sandbox_of))
    assert "dw1[0, 0, 0, 0] is" in shown  # what comes back through ReLU
    assert "loss is inf" not in shown
    assert "Move a map's negative number a little" in " ".join(shown.split())


def test_a_question_comes_before_the_advice_to_work_it_out(sandbox_of: Open) -> None:
    shown = text.summarize(graded(HERE / "dimensions" / "uses_without_stride.py", False, sandbox_of))
    assert "Where does the second window begin" in " ".join(shown.split())
    assert len(shown.splitlines()) <= text.SCREEN
