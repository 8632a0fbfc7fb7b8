"""Hold an assignment against the pinned copy of its numbers in facts.toml, which stands beside the assignments.

In: an Assignment from a checkout.  Out: a line for each number that is not the pinned one.
What a slide states, what a criterion is worth, which answers to a question are right, and what a docstring promises
can be changed by one slip of the keyboard, and every test of the code would still pass. So they stand in two places.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from grader.authoring.assignment import own_examples
from grader.authoring.lesson import solution_module
from grader.authoring.starters import read_lesson
from grader.model import Assignment
from grader.toml import read_table

FILE = "facts.toml"
CONTRACT = re.compile(r"^\w[\w, ]* : |[=*/]|^\w+Error$")  # a parameter, a formula, an error; prose may be reworded
Table = Mapping[str, Mapping[str, Any]]


def problems(assignment: Assignment) -> list[str]:
    """Return what an assignment states otherwise than facts.toml; nothing where its folder's folder has no such file.

    Parameters
    ----------
    assignment : Assignment
    """
    path = assignment.folder.parent / FILE
    if not path.is_file():
        return []
    lines: list[str] = []
    pinned = read_table(path, lines).get(assignment.id, {})
    return lines + [f"{FILE}: {assignment.id}.{line}" for line in _differences(pinned, stated(assignment))]


def stated(assignment: Assignment) -> Table:
    """Return what an assignment states, in the form of its table in facts.toml."""
    exercises = assignment.exercises
    return {
        "points": {
            f"{e.id}.{criterion.id}": _plain(float(criterion.points)) for e in exercises for criterion in e.criteria
        },
        "answers": {
            e.id: [_plain(e.question.answer), *(_plain(choice.answer) for choice in e.question.accepted)]
            for e in exercises
            if e.question
        },
        "wrong": {e.id: [_plain(choice.answer) for choice in e.question.wrong] for e in exercises if e.question},
        "contracts": _contracts(solution_module(read_lesson(assignment.folder))),
        "examples": {
            example.id: {"call": example.call, **example.arguments, "expect": example.raises or example.expect}
            for example in own_examples(assignment.folder)
        },
    }


def _plain(value: object) -> object:
    """Return a value as TOML has it: a list for a tuple, a whole number where it is one."""
    if isinstance(value, tuple):
        return list(map(_plain, value))
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _contracts(solution: str) -> dict[str, list[str]]:
    """Return the lines of each function's docstring that say types, shapes, formulas and errors."""
    return {
        node.name: [
            line for line in map(str.strip, (ast.get_docstring(node) or "").split("\n")) if CONTRACT.search(line)
        ]
        for node in ast.parse(solution).body
        if isinstance(node, ast.FunctionDef)
    }


def _differences(pinned: Table, now: Table) -> Iterator[str]:
    """Yield the entries that differ, with their place."""
    for table in [*now, *(pinned.keys() - now.keys())]:
        before, after = pinned.get(table, {}), now.get(table, {})
        for name in [*after, *(before.keys() - after.keys())]:
            if name not in before:
                yield f"{table}.{name}: nothing is pinned; the assignment says {after[name]}"
            elif name not in after:
                yield f"{table}.{name}: {before[name]} is pinned; the assignment says nothing"
            elif before[name] != after[name]:
                yield f"{table}.{name}: {before[name]} is pinned; the assignment says {after[name]}"
