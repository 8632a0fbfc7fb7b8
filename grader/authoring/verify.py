"""Prove an assignment against its own answers: the solution earns everything, the starter nothing, and every wrong
answer fails exactly the criteria that it says and is explained by the belief that it claims, for several seeds.

In: an Assignment and its folder.  Out: a row per submission and seed. A corpus of submissions may be graded
along, and the scores of an earlier time compared.
A wrong answer need not hold every function: what it lacks is taken from the solution.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.authoring import claims, demos, facts, needs, worked_examples
from grader.authoring.assignment import own_examples
from grader.authoring.lesson import solution_module
from grader.authoring.starters import read_lesson, starters
from grader.authoring.wrong import FILE as WRONG_FILE
from grader.authoring.wrong import WrongAnswer, wrong_answers
from grader.errors import AuthorError
from grader.grading.grade import Plan, grade, plan
from grader.model import Assignment, CriterionReport, Effort, Module, Report, Submission
from grader.report.document import decimal
from grader.sandbox.sandbox import Sandbox
from grader.submissions.parsing import parse
from grader.submissions.reading import from_files, load_submission
from grader.topics.loading import load_topic

SEEDS = ("verify-1", "verify-2", "verify-3")
Subject = tuple[str, frozenset[str] | None, Submission]  # name, criteria to miss, what is graded
NO_CLAIM: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One submission under one seed: what it had to fail, and what it failed."""

    what: str  # "solution", "starter", "wrong/kernel-flipped"
    seed: str
    score: Fraction
    possible: Fraction
    due: frozenset[str] | None  # criteria, as exercise.criterion; None: whatever it misses
    missed: frozenset[str]
    needed: frozenset[needs.Entry] = frozenset()  # cases without which it would pass a criterion
    unnamed: tuple[str, ...] = ()  # exercises that are not explained by the belief that a wrong answer claims
    broken: tuple[str, ...] = ()  # where the grader itself failed, or the assignment's own code

    @property
    def holds(self) -> bool:
        """Whether exactly the criteria due were missed, a starter earned nothing, and a belief was named."""
        is_due = self.due is None or (self.due == self.missed and (self.what != "starter" or self.score == 0))
        return is_due and not self.unnamed and not self.broken

    def problems(self) -> list[str]:
        """Return what does not hold, a line each."""
        broken = [f"{self.what} ({self.seed}): {sentence}" for sentence in self.broken]
        if self.due is None or broken:
            return broken
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
        If a wrong answer cannot be made, or names a criterion or a belief that does not exist.
    OperatorError
        If there is no lesson.
    """
    wrong = wrong_of(assignment)
    subjects = submissions(assignment, wrong)
    for path in sorted(corpus.iterdir()) if corpus else ():
        if not path.name.startswith("."):
            subjects.append((f"corpus/{path.name}", None, load_submission(path)))
    examples, topic = own_examples(assignment.folder), load_topic(assignment.folder)
    compared = [worked_examples.problem(example, topic) for example in examples]
    problems = [f"{assignment.id}/{problem}" for problem in compared if problem]
    problems += facts.problems(assignment)
    problems += [f"{assignment.id}/{problem}" for problem in without_wrong_answers(assignment, wrong)]
    believed = {f"wrong/{answer.id}": answer.believes for answer in wrong}
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
    planned = plan(proof.assignment, seed, Effort(single_edits=0, pairs=0))  # beliefs alone
    with Sandbox(is_for_many=True) as sandbox:
        sandbox.configure(proof.assignment.limits, proof.assignment.imports)
        solved = grade(proof.subjects[0][2], planned, sandbox)
        rows = []
        for what, due, submission in proof.subjects:
            if what == "solution":
                report = solved
            elif what.startswith("wrong/"):
                report = _with_the_rest_solved(submission, planned, solved, sandbox, explain)
            else:
                report = grade(submission, planned, sandbox, explain=explain)
            needed = needs.needed_by(proof.assignment, report) if what.startswith("wrong/") else frozenset()
            claim = proof.claims.get(what, NO_CLAIM)
            unnamed = tuple(claims.unnamed(proof.assignment.topics, claim, report)) if explain else ()
            rows.append(replace(_row(what, seed, due, report), unnamed=unnamed, needed=needed))
    return rows


def soundness(proof: Proof, rows: Sequence[Row]) -> list[str]:
    """Run an assignment's lesson, and look for the cases that it declares as needed; return what does not hold.

    Parameters
    ----------
    proof : Proof
    rows : sequence of Row
        Its own, under every seed.
    """
    needed = {entry for row in rows for entry in row.needed}
    lines = [*demos.problems(read_lesson(proof.assignment.folder)), *needs.problems(proof.assignment, needed)]
    return [f"{proof.assignment.id}/{line}" for line in lines]


def unneeded(proof: Proof, rows: Sequence[Row]) -> list[needs.Entry]:
    """Return the cases that could be dropped, one at a time, and each wrong answer would fail what it fails now."""
    needed = {entry for row in rows for entry in row.needed}
    return [entry for entry in needs.all_entries(proof.assignment) if entry not in needed]


def coverage(proof: Proof, seeds: Sequence[str] = SEEDS) -> claims.Coverage:
    """Return how an assignment's cases catch every misconception, and tell them apart."""
    brought = {operation.id for operation in load_topic(proof.assignment.folder).operations}
    return claims.coverage_of(proof.assignment, [plan(proof.assignment, seed).exercises for seed in seeds], brought)


def _with_the_rest_solved(
    wrong: Submission, planned: Plan, solved: Report, sandbox: Sandbox, explain: bool = True
) -> Report:
    """Grade the exercises that a wrong answer has a function of; on all others it is the solution, already graded."""
    names = functions_of(wrong.modules[0])
    if names is None:
        return grade(wrong, planned, sandbox, explain=explain)
    touched = [
        exercise
        for exercise in planned.exercises
        if names & {call.function for case in exercise.cases for call in case.calls}
    ]
    report = grade(wrong, replace(planned, exercises=tuple(touched)), sandbox, explain=explain)
    own = {exercise.exercise.id: exercise for exercise in report.exercises}
    return replace(report, exercises=tuple(own.get(exercise.exercise.id, exercise) for exercise in solved.exercises))


def functions_of(module: Module) -> frozenset[str] | None:
    """Return the functions that a module defines; None if it does anything else that others could notice."""
    try:
        body = parse("".join(cell.source for cell in module.cells)).body
    except SyntaxError:
        return None
    quiet = (ast.FunctionDef, ast.Import, ast.ImportFrom)
    if not all(isinstance(node, quiet) or is_docstring(node) for node in body):
        return None
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


def is_docstring(node: ast.stmt) -> bool:
    """Whether a statement is a text that stands alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def submissions(assignment: Assignment, wrong: Sequence[WrongAnswer] | None = None) -> list[Subject]:
    """Return name, criteria to miss, and submission: the solution, the starter, and each wrong answer."""
    solution = from_files("solution", {"solution.py": solution_of(assignment).encode()})
    starter_files = {name: data for name, data in starters(assignment.folder).items() if name.endswith(".py")}
    subjects: list[Subject] = [
        ("solution", frozenset[str](), solution),
        ("starter", criteria(assignment), from_files("starter", starter_files)),
    ]
    for answer in wrong_of(assignment) if wrong is None else wrong:
        own = from_files(answer.id, {answer.file: answer.source.encode()})
        both = Submission(name=answer.id, digest=own.digest, modules=own.modules + solution.modules)
        subjects.append((f"wrong/{answer.id}", answer.fails, both))
    return subjects


def solution_of(assignment: Assignment) -> str:
    """Return the module that the solutions of an assignment's lesson make."""
    return solution_module(read_lesson(assignment.folder))


def wrong_of(assignment: Assignment) -> list[WrongAnswer]:
    """Return the assignment's wrong answers; what each of them gets wrong itself is said at once."""
    problems: list[str] = []
    try:
        answers = wrong_answers(assignment.folder, solution_of(assignment))
    except AuthorError as error:
        answers, problems = [], list(error.problems)
    known = criteria(assignment)
    beliefs = frozenset[str]().union(*(claims.known(topic, name) for name, topic in assignment.topics.items()))
    for answer in answers:
        where = f"{WRONG_FILE}: {answer.id}"
        problems += [f"{where}: there is no criterion {name}" for name in sorted(answer.fails - known)]
        problems += [f"{where}: no exercise knows the belief {name}" for name in sorted(answer.believes - beliefs)]
    if problems:
        raise AuthorError(f"{assignment.id}/{problem}" for problem in problems)
    return answers


def without_wrong_answers(assignment: Assignment, wrong: Sequence[WrongAnswer]) -> list[str]:
    """Return the exercises that no wrong answer fails, a line each; questions list wrong answers of their own."""
    failed = {name.partition(".")[0] for answer in wrong for name in answer.fails}
    return [
        f"{WRONG_FILE}: no wrong answer fails {exercise.id}"
        for exercise in assignment.exercises
        if exercise.question is None and exercise.id not in failed
    ]


def criteria(assignment: Assignment) -> frozenset[str]:
    """Return every criterion as ``exercise.criterion``."""
    return frozenset(f"{e.id}.{criterion.id}" for e in assignment.exercises for criterion in e.criteria)


def is_consequence(criterion: CriterionReport) -> bool:
    """Whether a criterion is missed only because another one, about the numbers, is missed in every case."""
    reasons = {result.evidence.reason for result in criterion.results if result.evidence is not None}
    return reasons == {"nothing-right"}


def _row(what: str, seed: str, due: frozenset[str] | None, report: Report) -> Row:
    missed = frozenset(
        f"{exercise.exercise.id}.{criterion.criterion.id}"
        for exercise in report.exercises
        for criterion in exercise.criteria
        if criterion.status != "passed" and not is_consequence(criterion)
    )
    broken = dict.fromkeys(
        f"{exercise.exercise.id}.{criterion.criterion.id}: {result.evidence.detail if result.evidence else 'broken'}"
        for exercise in report.exercises
        for criterion in exercise.criteria
        for result in criterion.results
        if result.status == "broken"
    )
    return Row(
        what=what, seed=seed, score=report.score, possible=report.possible, due=due, missed=missed, broken=tuple(broken)
    )


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
            lines += [f"{who}: {criterion} passes now" for criterion in sorted({*was["fails"]} - row.missed)]
            lines += [f"{who}: {criterion} fails now" for criterion in sorted(row.missed - {*was["fails"]})]
    return lines + [f"{name} is gone" for name in before if name not in now]
