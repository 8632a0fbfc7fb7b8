"""Prove an assignment against its own answers: the solution earns everything, the starter nothing, and every file in
wrong/ fails exactly the criteria that it says and is explained by the belief that it claims, for several seeds.

In: an Assignment and its folder.  Out: a row per submission and seed. A corpus of submissions may be graded
along, and the scores of an earlier time compared.
A file in wrong/ need not hold every function: what it lacks is taken from the solution.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.authoring import claims, worked_examples
from grader.authoring.assignment import own_examples
from grader.authoring.lesson import solution_module
from grader.authoring.starters import read_lesson, starters
from grader.errors import AuthorError
from grader.grading.grade import Plan, grade, plan
from grader.model import Assignment, Module, Report, Submission
from grader.report.document import decimal
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files, load_submission

SEEDS = ("verify-1", "verify-2", "verify-3")
Subject = tuple[str, frozenset[str] | None, Submission]  # name, criteria to miss, what is graded
NO_CLAIM: frozenset[str] = frozenset()
FAILS = re.compile(r"^Fails: (.+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One submission under one seed: what it had to fail, and what it failed."""

    what: str  # "solution", "starter", "wrong/kernel-flipped"
    seed: str
    score: Fraction
    possible: Fraction
    due: frozenset[str] | None  # criteria, as exercise.criterion; None: whatever it misses
    missed: frozenset[str]
    unnamed: tuple[str, ...] = ()  # exercises that are not explained by the belief that a wrong answer claims

    @property
    def holds(self) -> bool:
        """Whether exactly the criteria due were missed, a starter earned nothing, and a belief was named."""
        is_due = self.due is None or (self.due == self.missed and (self.what != "starter" or self.score == 0))
        return is_due and not self.unnamed

    def problems(self) -> list[str]:
        """Return what does not hold, a line each."""
        if self.due is None:
            return []
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
        lines += [f"{self.what} ({self.seed}): {sentence}" for sentence in self.unnamed]
        return lines


@dataclass(frozen=True, eq=False, kw_only=True)
class Proof:
    """An assignment ready to be proved: who is graded, and what each has to miss."""

    assignment: Assignment
    subjects: Sequence[Subject]
    problems: tuple[str, ...]  # what is wrong with it, and yet lets it be graded
    claims: Mapping[str, frozenset[str]]  # what each wrong answer says that it believes, by its name here


def prepare(assignment: Assignment, corpus: Path | None = None) -> Proof:
    """Read an assignment's own answers, and compare its worked examples with the reference.

    Parameters
    ----------
    assignment : Assignment
        From a checkout: lessons and wrong answers are not in a wheel.
    corpus : Path, optional
        A folder of submissions that are graded too, for their scores alone.

    Raises
    ------
    AuthorError
        If a file in wrong/ does not say what it fails, or names a criterion that does not exist.
    OperatorError
        If there is no lesson.
    """
    subjects = submissions(assignment)
    for path in sorted(corpus.iterdir()) if corpus else ():
        if not path.name.startswith("."):
            subjects.append((f"corpus/{path.name}", None, load_submission(path)))
    examples = own_examples(assignment.folder)
    problems = [f"{assignment.id}/{found}" for example in examples if (found := worked_examples.problem(example))]
    believed = {
        f"wrong/{path.stem}": claims.claimed(path.stem, path.read_text("utf-8")) for path in wrong_files(assignment)
    }
    return Proof(assignment=assignment, subjects=subjects, problems=tuple(problems), claims=believed)


def verify(proofs: Sequence[Proof], seeds: Sequence[str] = SEEDS, jobs: int = 1) -> Iterator[tuple[Proof, list[Row]]]:
    """Grade every assignment's own answers under every seed, and yield each assignment's rows in order.

    Parameters
    ----------
    proofs : sequence of Proof
    seeds : sequence of str
    jobs : int
        How many to grade at the same time; each has a sandbox of its own.
    """
    with ThreadPoolExecutor(jobs) as pool:
        running = [(proof, [pool.submit(_rows, proof, seed, seed == seeds[0]) for seed in seeds]) for proof in proofs]
        try:
            for proof, parts in running:
                yield proof, [row for part in parts for row in part.result()]
        finally:
            pool.shutdown(cancel_futures=True)


def _rows(proof: Proof, seed: str, explain: bool) -> list[Row]:
    """Grade everything under a seed. Beliefs are looked for under one seed only: they take longer than grading."""
    planned = plan(proof.assignment, seed)
    with Sandbox() as sandbox:
        sandbox.configure(proof.assignment.limits, proof.assignment.imports)
        solved = grade(proof.subjects[0][2], planned, sandbox)
        rows = []
        for what, due, one in proof.subjects:
            if what == "solution":
                report = solved
            elif what.startswith("wrong/"):
                report = _with_the_rest_solved(one, planned, solved, sandbox, explain)
            else:
                report = grade(one, planned, sandbox, explain=explain)
            said = claims.unnamed(proof.assignment.topics, proof.claims.get(what, NO_CLAIM), report) if explain else []
            rows.append(replace(_row(what, seed, due, report), unnamed=tuple(said)))
    return rows


def coverage(proof: Proof, seeds: Sequence[str] = SEEDS) -> claims.Coverage:
    """Return how an assignment's cases catch every misconception, and tell them apart."""
    return claims.coverage_of(proof.assignment, [plan(proof.assignment, seed).exercises for seed in seeds])


def _with_the_rest_solved(
    wrong: Submission, planned: Plan, solved: Report, sandbox: Sandbox, explain: bool = True
) -> Report:
    """Grade the exercises that a wrong answer has a function of; on all others it is the solution, already graded."""
    names = functions_of(wrong.modules[0])
    if names is None:
        return grade(wrong, planned, sandbox, explain=explain)
    touched = [one for one in planned.exercises if names & {call.function for case in one.cases for call in case.calls}]
    report = grade(wrong, replace(planned, exercises=tuple(touched)), sandbox, explain=explain)
    own = {exercise.exercise.id: exercise for exercise in report.exercises}
    return replace(report, exercises=tuple(own.get(one.exercise.id, one) for one in solved.exercises))


def functions_of(module: Module) -> frozenset[str] | None:
    """Return the functions that a module defines; None if it does anything else that others could notice."""
    try:
        body = ast.parse("".join(cell.source for cell in module.cells)).body
    except SyntaxError:
        return None
    quiet = (ast.FunctionDef, ast.Import, ast.ImportFrom)
    if not all(isinstance(node, quiet) or is_docstring(node) for node in body):
        return None
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


def is_docstring(node: ast.stmt) -> bool:
    """Whether a statement is a text that stands alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def submissions(assignment: Assignment) -> list[Subject]:
    """Return name, criteria to miss, and submission: the solution, the starter, and each wrong answer."""
    everything = criteria(assignment)
    solution = from_files("solution", {"solution.py": solution_module(read_lesson(assignment.folder)).encode()})
    starter_files = {name: data for name, data in starters(assignment.folder).items() if name.endswith(".py")}
    subjects: list[Subject] = [
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


def _row(what: str, seed: str, due: frozenset[str] | None, report: Report) -> Row:
    missed = frozenset(
        f"{exercise.exercise.id}.{criterion.criterion.id}"
        for exercise in report.exercises
        for criterion in exercise.criteria
        if criterion.status != "passed"
    )
    return Row(what=what, seed=seed, score=report.score, possible=report.possible, due=due, missed=missed)


# -------------------------------------------------------------------------------- baseline


def changes(before: Mapping[str, Sequence[Mapping[str, Any]]], now: Mapping[str, Sequence[Row]]) -> list[str]:
    """Return every score, and every failed criterion, that is not what it was; a line each.

    Parameters
    ----------
    before : mapping
        Rows by assignment, as `verify --json` wrote them.
    now : mapping
        Rows by assignment.
    """
    lines = []
    for name, rows in now.items():
        old = {(row["what"], row["seed"]): row for row in before.get(name, ())}
        new = {(row.what, row.seed): row for row in rows}
        lines += [f"{name}: {what} ({seed}) is gone" for what, seed in old if (what, seed) not in new]
        for (what, seed), row in new.items():
            was = old.get((what, seed))
            who = f"{name}: {what} ({seed})"
            if was is None:
                lines.append(f"{who} is new: {float(row.score):g} points")
                continue
            if was["score"] != decimal(row.score):
                lines.append(f"{who}: {was['score']:g} points before, {decimal(row.score):g} now")
            lines += [f"{who}: {one} passes now" for one in sorted({*was["fails"]} - row.missed)]
            lines += [f"{who}: {one} fails now" for one in sorted(row.missed - {*was["fails"]})]
    return lines + [f"{name} is gone" for name in before if name not in now]
