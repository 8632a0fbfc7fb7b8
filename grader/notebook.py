"""``from grader.notebook import check``: grade a function where it was written, and see the report below the cell.

The notebook's cells reach the worker as source, through the same door as ``grader check``. Expected values are
computed here, from the public seed, which is no secret; the notebook's kernel is the student's own process, and
grades nothing that counts.
"""

import ast
import dataclasses
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.authoring.assignment import assignment_ids, exercise_ids, load_assignment
from grader.errors import AuthorError, OperatorError, say_unknown
from grader.grading.checking import PlannedExercise
from grader.grading.checks.answers import as_array
from grader.grading.checks.values import allowances
from grader.grading.grade import grade, plan
from grader.grading.sealed.grading import SealedPlan, find_sealed, grade_sealed, load_sealed
from grader.languages import ENGLISH, Say, as_it_is, language_of
from grader.languages.loading import load_catalogue
from grader.lecture.frame import framed_view
from grader.model import Assignment, Case, Expected, Outcome, Report, Result, Submission
from grader.report import html, pictures, text
from grader.sandbox.levels import least
from grader.sandbox.spare import spare_sandbox
from grader.sandbox.worker.syntax import a_kind
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from grader.topics.operation import Operation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["check"]
NAME = "notebook.ipynb"


class Shown:
    """A report that a notebook shows as a page, and anything else as text."""

    def __init__(self, report: Report, picture: html.Picture, say: Say = as_it_is, language: str = ENGLISH) -> None:
        self.report = report
        self.picture = picture
        self.say = say
        self.language = language

    def _repr_html_(self) -> str:
        return html.fragment(self.report, self.picture, self.say, self.language)

    def __repr__(self) -> str:
        return text.render(self.report, say=self.say)


class Problem:
    """A sentence for the student instead of a traceback of ours."""

    def __init__(self, sentence: str, say: Say = as_it_is) -> None:
        self.sentence = say(sentence)

    def __repr__(self) -> str:
        return self.sentence


def check(
    *functions: Callable[..., Any] | str,
    assignment: str | None = None,
    folder: Path | None = None,
    portable: bool | None = None,
    language: str | None = None,
) -> Shown | Problem:
    """Grade functions of this notebook, and show the report.

    Parameters
    ----------
    *functions : callable or str
        What to grade: ``check(conv_forward)``. Its name tells the exercise, so it may be the name itself.
    assignment : str, optional
        Without functions, the assignment to grade; else where two assignments have an exercise of this name. A sealed
        file of this name in the notebook's folder is taken.
    folder : Path, optional
        Folder of assignments, instead of those that come with the grader.
    portable : bool, optional
        Whether to use the portable worker; if not given, on systems that cannot confine a submission.
    language : str, optional
        ``"en"`` or ``"de"``; if not given, LANG says it.

    Returns
    -------
    Shown or Problem
        What a notebook displays below the cell; as text, what ``grader check`` prints.
    """
    language = language_of(language, os.environ)
    say = as_it_is if language == ENGLISH else load_catalogue(language, []).say
    names = [one if isinstance(one, str) else getattr(one, "__name__", repr(one)) for one in functions]
    for one, name in zip(functions, names, strict=True):
        if not isinstance(one, str) and not callable(one):
            return Problem(
                f"Give check the function itself, check(my_function) without arguments; this is {a_kind(one)}", say
            )
        if name == "<lambda>":
            return Problem(
                "A lambda has no name to find its exercise by: write the function with def, and check that", say
            )
    if not names and assignment is None:
        return Problem('Name what to check: check(my_function), or check(assignment="its-id") for all of it', say)
    try:
        sealed = None if folder else sealed_with(names, assignment)
        if sealed is not None:
            return graded_sealed(sealed, names, submission(functions), portable, language)
        found = assignment_of(names, assignment, folder or assignments_folder())
        names = names or [exercise.id for exercise in found.exercises]
        return graded(found, names, submission(functions), portable, language)
    except (AuthorError, OperatorError) as error:
        return Problem(str(error), say)


def assignment_of(names: Sequence[str], wanted: str | None, folder: Path) -> Assignment:
    """Return the one assignment that has all these exercises.

    Raises
    ------
    OperatorError
        If there is none, or more than one.
    """
    ids = assignment_ids(folder)
    if wanted is not None and wanted not in ids:
        raise OperatorError(say_unknown("there is no assignment", wanted, ids))
    exercises = {one: exercise_ids(folder / one) for one in ([wanted] if wanted else ids)}  # to load all takes longer
    having = [one for one, known in exercises.items() if set(names) <= set(known)]
    what = ", ".join(names)
    if not having:
        known = [exercise for some in exercises.values() for exercise in some]
        unknown = next((name for name in names if name not in known), None)
        if unknown is None:
            raise OperatorError(f"no assignment has all of {what}: check each of them by itself")
        where = f"{wanted} has no exercise" if wanted else "no assignment has an exercise"
        raise OperatorError(f"{say_unknown(where, unknown, known)} `grader list` shows all.")
    if len(having) > 1:
        there = " and ".join(having)
        raise OperatorError(f'{there} both have {what}: say which, with check(…, assignment="{having[0]}")')
    return load_assignment(folder / having[0])


def sealed_with(names: Sequence[str], wanted: str | None) -> SealedPlan | None:
    """Return the sealed file beside the notebook that has one of these exercises, or is called so."""
    if wanted in assignment_ids(assignments_folder()):
        return None
    path = find_sealed(Path(), wanted)
    plan_of = load_sealed(path) if path is not None else None
    known = {one.id for one in plan_of.assignment.exercises} if plan_of is not None else set()
    return plan_of if known & set(names) or wanted is not None else None


def graded_sealed(
    planned: SealedPlan,
    names: Sequence[str],
    submission: Submission,
    portable: bool | None = None,
    language: str = ENGLISH,
) -> Shown:
    """Grade some exercises by a sealed file, or all of them."""
    unknown = next((name for name in names if name not in {one.id for one in planned.assignment.exercises}), None)
    if unknown is not None:
        known = [one.id for one in planned.assignment.exercises]
        raise OperatorError(say_unknown(f"{planned.assignment.id} has no exercise", unknown, known))
    with spare_sandbox(portable) as sandbox:
        sandbox.configure(planned.assignment.limits, planned.assignment.imports, least(None, accepts_weak=True))
        report = grade_sealed(submission, planned, sandbox, names or None)
        if notice := sandbox.notice():
            print(notice, file=sys.stderr)
    words = load_catalogue(language, [])
    return Shown(report, lambda exercise, result: "", words.say, language)


def graded(
    assignment: Assignment,
    names: Sequence[str],
    submission: Submission,
    portable: bool | None = None,
    language: str = ENGLISH,
) -> Shown:
    """Grade some exercises of an assignment, and keep what the pictures need."""
    exercises = tuple(exercise for exercise in assignment.exercises if exercise.id in names)
    planned = plan(dataclasses.replace(assignment, exercises=exercises))
    seen: dict[str, tuple[PlannedExercise, dict[str, Outcome]]] = {}

    def look(one: PlannedExercise, outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
        kept = list(outcomes)
        seen[one.exercise.id] = one, {case.id: outcome for case, outcome in zip(one.cases, kept, strict=True)}
        return kept

    say = as_it_is if language == ENGLISH else load_catalogue(language, [assignment.folder]).say
    with spare_sandbox(portable) as sandbox:
        sandbox.configure(assignment.limits, assignment.imports, least(None, accepts_weak=True))
        report = grade(submission, planned, sandbox, look=look)
        if notice := sandbox.notice():
            print(notice, file=sys.stderr)

    framed: list[str] = []

    def picture(exercise: str, result: Result) -> str:
        one, outcomes = seen[exercise]
        outcome = outcomes.get(result.case)  # none of what was found beyond the cases
        if outcome is None:
            return ""
        drawn, tried = picture_of(one, result, outcome, say), "" if framed else view_of(one, result, language)
        framed.extend([tried] if tried else [])  # one is enough, since each is a page of its own
        return drawn + tried

    return Shown(report, picture, say, language)


def picture_of(planned: PlannedExercise, result: Result, outcome: Outcome, say: Say = as_it_is) -> str:
    """Return the window over the input, and expected and got side by side; nothing where no number is wrong."""
    evidence = result.evidence
    if evidence is None or evidence.reason != "wrong-value" or evidence.output is None or planned.operation is None:
        return ""
    case = next(case for case in planned.cases if case.id == result.case)
    due = planned.expected[case.id][evidence.output]
    got = as_array(outcome.answers.get(evidence.output))
    if got is None or got.shape != due.value.shape or evidence.at is None:
        return ""
    at = evidence.at
    wrong = disagreeing(case, got, due)
    svg = pictures.comparison(due.value, got, wrong, at, evidence.output, say) if at else ""
    place = planned.operation.window(case.sizes, evidence.output, at)
    if place is not None:
        name, leading, box = place
        filters = filters_of(planned.operation, case, box[2:], at)
        svg = pictures.window(case.arguments[name], leading, box, name, say, filters) + svg
    return svg


def view_of(planned: PlannedExercise, result: Result, language: str) -> str:
    """Return one of the lecture's views with the numbers of a case, which opens by a click; nothing where none fits."""
    evidence = result.evidence
    if evidence is None or evidence.reason != "wrong-value" or evidence.at is None or planned.operation is None:
        return ""
    case = next(case for case in planned.cases if case.id == result.case)
    view = planned.operation.view(case.arguments, case.sizes, evidence.output or "", evidence.at)
    return framed_view(*view, language) if view is not None else ""


def filters_of(
    operation: Operation, case: Case, extent: tuple[int, ...], at: tuple[int, ...]
) -> list[tuple[str, "NDArray[np.generic]"]]:
    """Return the filter that lies on each channel of a window, with what it is called; none where there is none."""
    names = sorted(operation.kernels & case.arguments.keys())
    if len(names) != 1:
        return []
    name, weights = names[0], case.arguments[names[0]]
    if weights.ndim == 4:  # of the layer: one of several filters
        name, weights = f"{name}[{at[1]}]", weights[at[1]]
    channels = len(weights) if weights.ndim == 3 else 1
    flat = weights.reshape(channels, *(weights.shape[-2:] if weights.ndim > 1 else (1, -1)))
    if flat.shape[1:] != extent:
        return []
    titles = [name if weights.ndim < 3 else f"{name}[{channel}]".replace("][", ", ") for channel in range(channels)]
    return [*zip(titles, flat, strict=True)]


def disagreeing(case: Case, got: "NDArray[np.generic]", expected: Expected) -> "NDArray[np.bool_]":
    """Return which entries are wrong: those that no bound allows, by the rule of the check that failed."""
    import numpy as np

    error = np.abs(got.astype(np.float64) - expected.value)
    widest = np.zeros_like(error)
    for bound, _ in allowances(case, got, expected):
        widest = np.maximum(widest, bound)
    return ~(error <= widest)  # NaN never agrees


# ----------------------------------------------------------------------------------- source


def submission(functions: Iterable[Callable[..., Any] | str]) -> Submission:
    """Return the notebook as it was run so far, and the files of functions that it imports.

    Outside a notebook, those files alone.
    """
    cells = executed_cells()
    files: dict[str, bytes] = {}
    for function in functions:
        path = file_of(function)
        if path is not None:
            files[path.name] = path.read_bytes()
        elif cells is None:
            raise OperatorError("the source is not to be had here: save it in a file, or use a notebook")
    if cells is not None:
        files[NAME] = as_notebook(cells)
    return from_files(NAME, files)


def file_of(function: Callable[..., Any] | str) -> Path | None:
    """Return the file that a function was imported from; None for one of the notebook's own, or a name."""
    module = getattr(function, "__module__", None)
    file = None if module in (None, "__main__") else getattr(sys.modules.get(module), "__file__", None)
    return Path(file) if file and file.endswith(".py") and Path(file).is_file() else None


def executed_cells() -> list[str] | None:
    """Return the cells that were run, as typed and in order: the first is In [1]. None outside IPython.

    A cell that IPython could not parse ran nothing, so it is empty here: an early typo does no harm.
    """
    try:
        from IPython import get_ipython  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    shell = get_ipython()  # type: ignore[no-untyped-call,unused-ignore]
    if shell is None:
        return None
    typed, parsed = shell.history_manager.input_hist_raw, shell.user_ns["In"]
    cells = [str(cell) if tree_of(str(run)) else "" for cell, run in zip(typed, parsed, strict=False)]
    return cells[1:]  # there is no In [0]


def as_notebook(cells: Sequence[str]) -> bytes:
    """Return cells as a notebook file, each where it was, so that numbers in a report are those Jupyter shows.

    Of what was run more than once the last counts: a cell that is run again later, or that only defines functions
    which a later cell defines again, is empty. So an early attempt with a mistake in it does no harm.
    """
    kept: list[str] = []
    later: set[str] = set()
    has_own_check = any("check" in defined(cell) for cell in cells)
    for source in reversed(cells):
        names = defined(source)
        again = source in kept or (names and names <= later)
        later |= names
        kept.append("" if again else source if has_own_check else without_checks(source))
    code: list[Mapping[str, object]] = [{"cell_type": "code", "source": source} for source in reversed(kept)]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code}).encode()


def without_checks(source: str) -> str:
    """Return a cell with an empty tuple in the place of each call of ours and each import of it; lines stay lines."""
    tree = tree_of(source)
    if tree is None:
        return source
    spans: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call | ast.Import | ast.ImportFrom) and is_ours(node):
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            span = (node.lineno - 1, node.col_offset), (node.end_lineno - 1, node.end_col_offset)
            if not any(first <= span[0] and span[1] <= last for first, last in spans):  # inside one found already
                spans.append(span)
    lines = [line.encode() for line in source.split("\n")]  # offsets count bytes
    for (first, start), (last, end) in sorted(spans, reverse=True):
        empty = b"(" + b"\n" * (last - first) + b")"
        lines[first : last + 1] = (lines[first][:start] + empty + lines[last][end:]).split(b"\n")
    return b"\n".join(lines).decode()


def is_ours(node: ast.Call | ast.Import | ast.ImportFrom) -> bool:
    """Whether a node calls `check` or imports this module."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in ("check", "notebook.check", "grader.notebook.check")
    modules = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    return all(module in ("grader", "grader.notebook") for module in modules)


def tree_of(source: str) -> ast.Module | None:
    """Return a cell's syntax tree, its lines of magics left out; None for what is no Python."""
    plain = "\n".join("" if line.startswith(("%", "!")) else line for line in source.split("\n"))
    try:
        return ast.parse(plain)
    except (SyntaxError, ValueError, RecursionError):
        return None


def defined(source: str) -> set[str]:
    """Return the functions that a cell defines, if it does nothing else; else nothing."""
    tree = tree_of(source)
    body = tree.body if tree else []
    names = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    return names if len(names) == len(body) else set()
