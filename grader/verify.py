"""Prove an assignment against its own answers: the solution earns everything, the starter nothing, and
every file in wrong/ fails exactly the criteria that it says, for several seeds.

In: an Assignment and its folder.  Out: a row per submission and seed.
A file in wrong/ need not hold every function: what it lacks is taken from the solution.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader.errors import AuthorError
from grader.grading import grade, plan
from grader.model import Assignment, Report, Submission
from grader.release import solution_module
from grader.sandbox.runner import Sandbox
from grader.starters import read_lesson, starters
from grader.submission import from_files

SEEDS = ("verify-1", "verify-2", "verify-3")
FAILS = re.compile(r"^Fails: (.+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One submission under one seed: what it had to fail, and what it failed."""

    what: str  # "solution", "starter", "wrong/kernel-flipped"
    seed: str
    score: Fraction
    possible: Fraction
    due: frozenset[str]  # criteria, as exercise.criterion
    missed: frozenset[str]

    @property
    def holds(self) -> bool:
        """Whether exactly the criteria due were missed, and a starter earned nothing."""
        return self.due == self.missed and (self.what != "starter" or self.score == 0)

    def problems(self) -> list[str]:
        """Return what does not hold, a line each."""
        lines = [
            f"{self.what} ({self.seed}): {criterion} should fail but passed"
            for criterion in sorted(self.due - self.missed)
        ]
        lines += [
            f"{self.what} ({self.seed}): {criterion} should pass but did not"
            for criterion in sorted(self.missed - self.due)
        ]
        if self.what == "starter" and self.score > 0:
            lines.append(f"{self.what} ({self.seed}): earned {float(self.score):g} points")
        return lines


def verify(
    assignment: Assignment,
    sandbox: Sandbox,
    seeds: Sequence[str] = SEEDS,
    on_row: Callable[[Row], None] = lambda row: None,
) -> list[Row]:
    """Grade an assignment's own answers under every seed.

    Parameters
    ----------
    assignment : Assignment
        From a checkout: lessons and wrong answers are not in a wheel.
    sandbox : Sandbox
    seeds : sequence of str
    on_row : callable
        Told each row, for progress.

    Raises
    ------
    AuthorError
        If a file in wrong/ does not say what it fails, or names a criterion that does not exist.
    OperatorError
        If there is no lesson.
    """
    subjects = submissions(assignment)
    rows = []
    for seed in seeds:
        planned = plan(assignment, seed)
        for what, due, submission in subjects:
            row = _row(what, seed, due, grade(submission, planned, sandbox))
            rows.append(row)
            on_row(row)
    return rows


def submissions(assignment: Assignment) -> list[tuple[str, frozenset[str], Submission]]:
    """Return name, criteria to miss, and submission: the solution, the starter, and each wrong answer."""
    everything = criteria(assignment)
    solution = from_files("solution", {"solution.py": solution_module(read_lesson(assignment.folder)).encode()})
    starter_files = {name: data for name, data in starters(assignment.folder).items() if name.endswith(".py")}
    subjects = [
        ("solution", frozenset[str](), solution),
        ("starter", everything, from_files("starter", starter_files)),
    ]
    problems: list[str] = []
    for path in wrong_files(assignment):
        due = fails(path, everything, problems)
        wrong = from_files(path.stem, {path.name: path.read_bytes()})
        both = Submission(name=path.stem, digest=wrong.digest, modules=wrong.modules + solution.modules)
        subjects.append((f"wrong/{path.stem}", due, both))
    if problems:
        raise AuthorError(f"{assignment.id}/{problem}" for problem in problems)
    return subjects


def wrong_files(assignment: Assignment) -> list[Path]:
    """Return the assignment's wrong answers, in alphabetical order."""
    return sorted((assignment.folder / "wrong").glob("*.py"))


def criteria(assignment: Assignment) -> frozenset[str]:
    """Return every criterion as ``exercise.criterion``."""
    return frozenset(f"{e.id}.{criterion.id}" for e in assignment.exercises for criterion in e.criteria)


def fails(path: Path, known: frozenset[str], problems: list[str]) -> frozenset[str]:
    """Return the criteria that a wrong answer's docstring says it fails: ``Fails: conv_map.values, …``."""
    stated = FAILS.search(path.read_text(encoding="utf-8"))
    names = frozenset(re.split(r",\s*", stated[1].strip())) if stated else frozenset[str]()
    if not names:
        problems.append(f"wrong/{path.name}: its docstring needs a line 'Fails: exercise.criterion, …'")
    problems += [f"wrong/{path.name}: there is no criterion {name}" for name in sorted(names - known)]
    return names


def _row(what: str, seed: str, due: frozenset[str], report: Report) -> Row:
    missed = frozenset(
        f"{exercise.exercise.id}.{criterion.criterion.id}"
        for exercise in report.exercises
        for criterion in exercise.criteria
        if criterion.status != "passed"
    )
    return Row(what=what, seed=seed, score=report.score, possible=report.possible, due=due, missed=missed)
