"""Derive what students get, and what `verify` runs, from one lesson. Pure: text in, text out.

In: a lesson in jupytext percent format.  Out: a module or a notebook, as text.
Solutions are cut out of the text before anything parses it into cells, so there is no object in which
an answer could survive (docs/decisions/0004). `setup.py` calls this module while the wheel is built:
it imports nothing of the grader but the errors, and jupytext and nbformat only when called.
"""

import ast
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from grader.errors import AuthorError

BEGIN, END = "# begin solution", "# end solution"
DEMO = "demo"  # the tag of a cell that shows something and that no exercise needs
UNCHECKED = "unchecked"  # the tag of a cell whose function is graded with another one, and has no check of its own

_MARKER = re.compile(r"\s*#+\s*(begin|end)[ _-]*solution", re.IGNORECASE)
_CHECK = re.compile(r"grader check \S+\.py -a [a-z0-9-]+")
_DEFINED = re.compile(r"^def (\w+)\(", re.MULTILINE)
_ANSWERED = re.compile(r"^def (\w+)\(\):", re.MULTILINE)
_TITLE = re.compile(r"^# (?P<title>\S.*)$", re.MULTILINE)

_STARTER = '''"""{title}.

Write the functions below; the notebook beside this file explains each of them. Then see how far you are:

    {check}
"""
'''


@dataclass(frozen=True)
class _Block:
    """One solution: the line numbers of its markers, counted from 0, and the function around it."""

    begin: int
    end: int
    function: str


@lru_cache(maxsize=16)
def solution_module(lesson: str) -> str:
    """Return the lesson's code with the solutions in and the markers and demo cells out.

    Parameters
    ----------
    lesson : str
        The text of a lesson.py.

    Returns
    -------
    source : str
        A module with every function of the lesson, solved.

    Raises
    ------
    AuthorError
        If a solution marker is malformed; every problem at once, with its line.
    """
    markers = {line for block in _blocks(lesson) for line in (block.begin, block.end)}
    kept = [text for line, text in enumerate(lesson.split("\n")) if line not in markers]
    return _module(_cells("\n".join(kept)))


def starter_module(lesson: str) -> str:
    """Return the module a student starts from.

    Parameters
    ----------
    lesson : str
        The text of a lesson.py. Its prose must name the command that checks it, ``grader check FILE -a
        ASSIGNMENT``.

    Returns
    -------
    source : str
        The lesson's code without demo cells; every solution raises NotImplementedError. Questions stand in comments.

    Raises
    ------
    AuthorError
        If a solution marker is malformed, or the prose has no title or no command.
    """
    text = _without_solutions(lesson)
    cells = _cells(text)
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    title, check = _TITLE.search(prose), _CHECK.search(prose)
    problems = []
    if title is None:
        problems.append("lesson.py: no markdown cell has a title (# …)")
    if check is None:
        problems.append("lesson.py: no markdown cell says how to check the work (grader check FILE.py -a ASSIGNMENT)")
    if title is None or check is None:
        raise AuthorError(problems)
    head = _STARTER.format(title=title["title"].rstrip("."), check=check[0])
    return head + "\n" + _module(_with_questions(cells, {block.function for block in _blocks(lesson)}))


def _with_questions(cells: list[Any], written: set[str]) -> list[Any]:
    """Return the cells with the text of questions as comments in front of the functions that answer them.

    A function that answers a question takes no argument. Its question stands in the last section of prose before it.
    """
    heading, section, found = "", "", []
    for cell in cells:
        if cell.cell_type == "markdown":
            section = cell.source[max(0, cell.source.rfind("\n## ") + 1) :]
            heading = section.split("\n")[0] if section.startswith("## ") else heading
            section = section if section.startswith("## ") else f"{heading}\n\n{section}"
        elif section and set(_ANSWERED.findall(cell.source)) & written:
            lines = (f"# {line}".rstrip() for line in section.strip().split("\n"))
            found.append(type(cell)(cell_type="code", metadata={}, source="\n".join(lines)))
            section = ""
        found.append(cell)
    return found


def starter_notebook(lesson: str) -> str:
    """Return the notebook a student starts from, the same bytes each time.

    Parameters
    ----------
    lesson : str
        The text of a lesson.py.

    Returns
    -------
    notebook : str
        JSON of an nbformat 4.5 notebook: prose, demo cells, unsolved functions, no outputs.

    Raises
    ------
    AuthorError
        If a solution marker is malformed.
    """
    return _notebook(lesson, _without_solutions(lesson))


def solved_notebook(lesson: str) -> str:
    """Return the notebook with its solutions filled in, as a student would who wrote them so.

    Parameters
    ----------
    lesson : str
        The text of a lesson.py.

    Raises
    ------
    AuthorError
        If a solution marker is malformed.
    """
    markers = {line for block in _blocks(lesson) for line in (block.begin, block.end)}
    return _notebook(lesson, "\n".join(text for line, text in enumerate(lesson.split("\n")) if line not in markers))


def _notebook(lesson: str, text: str) -> str:
    """Return the cells of a text as a notebook. A cell behind each function checks it, and the last one checks all.

    The lesson's command checks a module; in a notebook it checks the notebook, since that is where the work is.
    The check stands before the demo cells, which show less while a function is not written.
    """
    nbformat = import_module("nbformat")
    written = {block.function for block in _blocks(lesson)}
    check = _CHECK.search(lesson)
    cells: list[dict[str, Any]] = []
    for number, cell in enumerate(_cells(text, magics=True), start=1):
        if cell.cell_type == "markdown" and check is not None:
            cell.source = cell.source.replace(check[0], check[0].replace(".py ", ".ipynb "))
        if cell.cell_type == "code" and DEMO in cell.metadata.get("tags", []):
            cell.source = _patient(cell.source, written)
        cells.append(_notebook_cell(number, cell, written))
        defined = [name for name in _DEFINED.findall(cell.source) if name in written]
        is_unchecked = UNCHECKED in cell.metadata.get("tags", [])
        if check is not None and defined and cell.cell_type == "code" and not is_unchecked:
            cells.append(_checking_cell(f"check-{defined[0].replace('_', '-')}"[:64], f"check({', '.join(defined)})"))
    if check is not None:
        cells.append(_checking_cell("check-all", f'check(assignment="{check[0].split()[-1]}")'))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = nbformat.from_dict(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
            "cells": cells,
        }
    )
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"


def _patient(source: str, written: set[str]) -> str:
    """Return a demo cell that says in one line which function is not written yet, so that "Run all" goes on.

    Its statements stand in a ``try`` from the first one that calls a function of the student's, or raises by itself.
    A cell stays as it is where that would change it: a bare expression at its end is shown, and so is a text of
    several lines.
    """
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a magic of Jupyter
        return source
    tried = next((n for n, one in enumerate(body) if _calls(one, written)), len(body))
    last = body[-1].value if tried < len(body) and isinstance(body[-1], ast.Expr) else None
    if tried == len(body) or (last is not None and not _prints(last)):
        return source
    lines = source.split("\n")
    first = body[tried].lineno - 1
    while first and lines[first - 1].startswith("#"):
        first -= 1
    inside = "\n".join(f"    {line}" if line else line for line in lines[first:])
    patient = "\n".join([*lines[:first], "try:", inside, "except NotImplementedError as error:", "    print(error)"])
    block = ast.parse(patient).body[-1]
    same = isinstance(block, ast.Try) and [*map(ast.dump, block.body)] == [*map(ast.dump, body[tried:])]
    return patient if same else source


def _calls(statement: ast.stmt, written: set[str]) -> bool:
    """Whether a statement that runs at once names a function that students write, or says that one is missing."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return False
    return any(isinstance(one, ast.Name) and one.id in written | {"NotImplementedError"} for one in ast.walk(statement))


def _prints(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func).split(".")[-1] in ("print", "show")


def _checking_cell(identity: str, asked: str) -> dict[str, Any]:
    """Return a cell that grades some of the notebook, below which the report appears."""
    return {
        "id": identity,
        "cell_type": "code",
        "metadata": {"tags": [DEMO]},
        "source": f"from grader.notebook import check\n\n{asked}",
        "execution_count": None,
        "outputs": [],
    }


def _notebook_cell(number: int, cell: Any, written: set[str]) -> dict[str, Any]:
    """Return a cell with a fixed id; jupytext draws a random one. `written` are the functions that students write.

    Cells with such a function carry the metadata by which nbgrader knows a cell to be filled in.
    """
    tags = cell.metadata.get("tags")
    metadata: dict[str, Any] = {"tags": list(tags)} if tags else {}
    functions = set(_DEFINED.findall(cell.source)) & written if cell.cell_type == "code" else set()
    if functions:
        metadata["nbgrader"] = {
            "grade": False,
            "grade_id": min(functions),
            "locked": False,
            "schema_version": 3,
            "solution": True,
            "task": False,
        }
    plain = {
        "id": f"cell-{number:02d}",
        "cell_type": cell.cell_type,
        "metadata": metadata,
        "source": cell.source,
    }
    return plain | ({"execution_count": None, "outputs": []} if cell.cell_type == "code" else {})


def _cells(text: str, *, magics: bool = False) -> list[Any]:
    """Return the cells of a lesson; ``magics`` turns ``# %matplotlib`` into the magic it stands for."""
    jupytext = import_module("jupytext")
    fmt = {"extension": ".py", "format_name": "percent"} | ({} if magics else {"comment_magics": False})
    return list(jupytext.reads(text, fmt=fmt).cells)


def _module(cells: list[Any]) -> str:
    """Return the code cells that are no demo, as one module."""
    code = [cell.source for cell in cells if cell.cell_type == "code" and DEMO not in cell.metadata.get("tags", [])]
    return "\n\n\n".join(source for source in code if source.strip()) + "\n"


def _without_solutions(lesson: str) -> str:
    """Return the lesson with every solution, markers included, replaced by one raise statement."""
    lines = lesson.split("\n")
    for block in reversed(_blocks(lesson)):  # from the end, so that earlier line numbers stay true
        indent = lines[block.begin].partition(BEGIN)[0]
        stub = f'{indent}raise NotImplementedError("{block.function}: not written yet")'
        lines[block.begin : block.end + 1] = [stub]
    return "\n".join(lines)


def _blocks(lesson: str) -> list[_Block]:
    """Return the solution blocks in order, or raise with every problem of every marker."""
    functions, problems = _functions(lesson)
    blocks: list[_Block] = []
    opened: int | None = None
    lines = [text.rstrip() for text in lesson.split("\n")]
    for line, text in enumerate(lines):
        if not _MARKER.match(text):
            continue
        where, marker = f"lesson.py:{line + 1}", text.strip()
        if marker not in (BEGIN, END):
            problems.append(f"{where}: '{marker}' is read as prose, so it would not hide a solution: write '{BEGIN}'")
        elif marker == BEGIN and opened is not None:
            problems.append(f"{where}: '{BEGIN}' inside the solution that began in line {opened + 1}")
        elif marker == BEGIN:
            opened = line
        elif opened is None:
            problems.append(f"{where}: '{END}' without '{BEGIN}'")
        else:
            function = _enclosing(functions, opened)
            problems += _faults(lines, opened, line, function)
            blocks.append(_Block(opened, line, function or ""))
            opened = None
    if opened is not None:
        problems.append(f"lesson.py:{opened + 1}: '{BEGIN}' without '{END}'")
    if problems:
        raise AuthorError(problems)
    return blocks


def _faults(lines: list[str], begin: int, end: int, function: str | None) -> list[str]:
    """Return what is wrong with a block whose two markers were found."""
    where = f"lesson.py:{begin + 1}"
    if not any(lines[begin + 1 : end]):
        return [f"{where}: the solution is empty"]
    if function is None:
        return [f"{where}: '{BEGIN}' outside a function"]
    if any(text.startswith("# %%") for text in lines[begin:end]):
        return [f"{where}: the solution runs into another cell"]
    if lines[begin].removesuffix(BEGIN) != lines[end].removesuffix(END):
        return [f"lesson.py:{end + 1}: '{END}' is not indented as its '{BEGIN}'"]
    return []


def _functions(lesson: str) -> tuple[list[tuple[int, int, str]], list[str]]:
    """Return first line, last line and name of each function, or why the lesson is no Python."""
    try:
        tree = ast.parse(lesson)
    except SyntaxError as error:
        everywhere = (0, lesson.count("\n") + 2, "")  # so that markers are not blamed for being in no function
        return [everywhere], [f"lesson.py:{error.lineno}: {error.msg}"]
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(node.lineno, node.end_lineno or node.lineno, node.name) for node in found], []


def _enclosing(functions: list[tuple[int, int, str]], line: int) -> str | None:
    """Return the name of the innermost function around a line (counted from 0)."""
    around = [(first, name) for first, last, name in functions if first <= line < last]
    return max(around)[1] if around else None
