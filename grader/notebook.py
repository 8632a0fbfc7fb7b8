"""``from grader.notebook import check``: grade a function where it was written, and see the report below the cell.

The notebook's cells reach the worker as source, through the same door as ``grader check``. Expected values are
computed here, from the public seed, which is no secret; the notebook's kernel is the student's own process, and
grades nothing that counts.
"""

import ast
import dataclasses
import inspect
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.assignment import assignment_ids, assignments_folder, load_assignment
from grader.checks.answers import as_array
from grader.errors import AuthorError, OperatorError
from grader.grading import PlannedExercise, grade_exercise, plan, report_of
from grader.model import Assignment, Outcome, Report, Result, Submission
from grader.report import html, pictures, text
from grader.sandbox.runner import Runner, Sandbox
from grader.submission import from_files

NAME = "notebook.ipynb"


class Shown:
    """A report that a notebook shows as a page, and anything else as text."""

    def __init__(self, report: Report, picture: html.Picture) -> None:
        self.report = report
        self.picture = picture

    def _repr_html_(self) -> str:
        return html.fragment(self.report, self.picture)

    def __repr__(self) -> str:
        return text.render(self.report)


class Problem:
    """A sentence for the student instead of a traceback of ours."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __repr__(self) -> str:
        return self.sentence


def check(
    *functions: Callable[..., Any] | str, assignment: str | None = None, folder: Path | None = None
) -> Shown | Problem:
    """Grade functions of this notebook, and show the report.

    Parameters
    ----------
    *functions : callable or str
        What to grade: ``check(conv_forward)``. Its name tells the exercise, so it may be the name itself.
    assignment : str, optional
        Without functions, the assignment to grade; else where two assignments have an exercise of this name.
    folder : Path, optional
        Folder of assignments, instead of those that come with the grader.

    Returns
    -------
    Shown or Problem
        What a notebook displays below the cell; as text, what ``grader check`` prints.
    """
    names = [one if isinstance(one, str) else getattr(one, "__name__", repr(one)) for one in functions]
    if not names and assignment is None:
        return Problem('Name what to check: check(conv_forward), or check(assignment="conv-layer") for all of it')
    try:
        found = assignment_of(names, assignment, folder or assignments_folder())
        names = names or [exercise.id for exercise in found.exercises]
        return graded(found, names, submission(functions))
    except (AuthorError, OperatorError) as error:
        return Problem(str(error))


def assignment_of(names: Sequence[str], wanted: str | None, folder: Path) -> Assignment:
    """Return the assignment that has all these exercises."""
    ids = assignment_ids(folder)
    if wanted is not None and wanted not in ids:
        raise OperatorError(f"there is no assignment {wanted!r}; there are: {', '.join(ids)}")
    for one in [wanted] if wanted else ids:
        loaded = load_assignment(folder / one)
        if set(names) <= {exercise.id for exercise in loaded.exercises}:
            return loaded
    where = wanted or "any assignment"
    raise OperatorError(f"there is no exercise {' and '.join(names)} in {where}; `grader list` shows all")


def graded(assignment: Assignment, names: Sequence[str], submission: Submission) -> Shown:
    """Grade some exercises of an assignment, and keep what the pictures need."""
    exercises = tuple(exercise for exercise in assignment.exercises if exercise.id in names)
    planned = plan(dataclasses.replace(assignment, exercises=exercises))
    seen: dict[str, tuple[PlannedExercise, dict[str, Outcome]]] = {}
    with Sandbox() as sandbox:
        sandbox.configure(assignment.limits, assignment.imports)
        runner = Runner(sandbox, submission)
        reports = []
        for one in planned.exercises:
            outcomes = list(runner.run(one.cases, one.exercise.forbidden))
            seen[one.exercise.id] = one, {case.id: outcome for case, outcome in zip(one.cases, outcomes, strict=True)}
            reports.append(grade_exercise(one, outcomes))
        notes = [*([runner.unreadable] if runner.unreadable else []), *runner.notes]
        report = report_of(submission, planned, sandbox.level, reports, notes)

    def picture(exercise: str, result: Result) -> str:
        one, outcomes = seen[exercise]
        return picture_of(one, result, outcomes[result.case])

    return Shown(report, picture)


def picture_of(planned: PlannedExercise, result: Result, outcome: Outcome) -> str:
    """Return the window over the input, and expected and got side by side; nothing where no number is wrong."""
    evidence = result.evidence
    if evidence is None or evidence.reason != "wrong-value" or evidence.output is None or planned.operation is None:
        return ""
    case = next(case for case in planned.cases if case.id == result.case)
    expected = planned.expected[case.id][evidence.output].value
    got = as_array(outcome.answers.get(evidence.output))
    if got is None or got.shape != expected.shape or evidence.at is None:
        return ""
    at = evidence.at
    wrong = abs(got.astype(float) - expected) > 1e-9 * (1 + abs(expected))
    wrong[at] = True
    svg = pictures.comparison(expected, got, wrong, at, evidence.output) if expected.ndim else ""
    place = planned.operation.window(case.sizes, evidence.output, at)
    if place is not None:
        name, leading, box = place
        svg = pictures.window(case.arguments[name], leading, box, name) + svg
    return svg


# ----------------------------------------------------------------------------------- source


def submission(functions: Iterable[Callable[..., Any] | str]) -> Submission:
    """Return the notebook as it was run so far; outside a notebook, the file that a function stands in."""
    cells = executed_cells()
    if cells is None:
        files: dict[str, bytes] = {}
        for function in functions:
            try:
                path = Path(inspect.getsourcefile(function) or "")  # type: ignore[arg-type]
                files[path.name] = path.read_bytes()
            except (TypeError, OSError):
                raise OperatorError("the source is not to be had here: save it in a file, or use a notebook") from None
        return from_files(NAME, files)
    return from_files(NAME, {NAME: as_notebook(cells)})


def executed_cells() -> list[str] | None:
    """Return the cells that were run, in order; None outside IPython."""
    try:
        from IPython import get_ipython  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    shell = get_ipython()  # type: ignore[no-untyped-call,unused-ignore]
    return None if shell is None else [str(cell) for cell in shell.user_ns.get("In", [])]


def as_notebook(cells: Iterable[str]) -> bytes:
    """Return cells as a notebook file; of a function that was run more than once, the last counts.

    A cell that only defines functions which a later cell defines again is left out, so that an early attempt with a
    mistake in it does no harm.
    """
    kept: list[str] = []
    later: set[str] = set()
    for source in reversed(list(cells)):
        names = defined(source)
        if names and names <= later:
            continue
        later |= names
        kept.append(source)
    code: list[Mapping[str, object]] = [{"cell_type": "code", "source": source} for source in reversed(kept)]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code}).encode()


def defined(source: str) -> set[str]:
    """Return the functions that a cell defines, if it does nothing else; else nothing."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return set()
    names = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    return names if len(names) == len(body) else set()
