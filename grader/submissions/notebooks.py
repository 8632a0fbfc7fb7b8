"""The code of a notebook: its cells, and the modules that they write. Pure; nothing is run.

In: the bytes of a notebook of format 4 or 3.  Out: cells, numbered as Jupyter shows them, and modules.
Outputs are passed over while reading: pictures make a notebook a hundred times as large as its code.
"""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import msgspec

from grader.model import Cell
from grader.submissions.kinds import Unreadable, conflict_in, conflict_sentence
from grader.submissions.source_text import read_source

CLEAR = "clear its outputs (in Jupyter: Kernel, Restart Kernel and Clear Outputs), save it and hand it in again"
MAX_LENIENT_BYTES = 16 << 20  # what the reader that keeps everything takes
CHECKS = re.compile(r"(from grader\.notebook import check|import grader\.notebook|(grader\.notebook\.)?check\(.*\))")
WRITES = re.compile(r"\s*%%(?:writefile|file)[ \t]+(.*)")

APART = re.compile(r"\s*(%%(?:python[23]?|pypy3?|script[ \t]+\S*py(?:thon|py)[\w.]*))\b")  # in a process of their own
FORGETS = re.compile(r"\s*(%%timeit)\b")  # a cell whose names are gone after it
PYTHONS = ("python", "sage", "xonsh")  # how languages of notebooks that hold Python are called, or begin

Text = str | list[str]


class _Cell(msgspec.Struct):
    cell_type: str
    source: Text | None = None
    input: Text | None = None  # format 3


class _Sheet(msgspec.Struct):
    cells: list[_Cell]


class _Notebook(msgspec.Struct):
    cells: list[_Cell] | None = None
    worksheets: list[_Sheet] | None = None
    metadata: Any = None  # of the languages it may be written in


def looks_like_a_notebook(data: bytes) -> bool:
    """Whether the bytes of a file begin as a notebook does, whatever the file is called."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    has_cells = b'"cells"' in data or b'"worksheets"' in data
    return start.startswith(b"{") and has_cells and (b'"cell_type"' in data or b'"nbformat"' in data)


def code_cells(file: str, data: bytes) -> tuple[Cell, ...]:
    """Return the code cells, numbered as Jupyter shows them: from 1.

    Raises
    ------
    Unreadable
        If it is no notebook.
    """
    return read_cells(file, data)[0]


def read_cells(file: str, data: bytes) -> tuple[tuple[Cell, ...], list[str]]:
    """Return the code cells, and what is to be said of the notebook: its encoding, functions that do not count.

    Raises
    ------
    Unreadable
        If it is no notebook.
    """
    data, note = _in_utf8(file, data)
    notebook = _notebook(file, data)
    all_cells = _cells(file, notebook)
    if (language := _other_language(notebook)) and not any(map(_defined, all_cells)):
        raise Unreadable(
            f"{file} is a notebook of {language}: the functions are written in Python. Choose a kernel of Python in "
            "Jupyter, write them, and hand it in again"
        )
    sources = [_joined(cell) for cell in all_cells if cell.cell_type == "code"]
    cells = tuple(Cell(f"{file} cell {number}", source) for number, source in enumerate(sources, 1))
    return cells, [*([note] if note else []), *_not_run(file, all_cells)]


def _in_utf8(file: str, data: bytes) -> tuple[bytes, str]:
    """Return a notebook's bytes as JSON has them, and a note where an editor saved them in another encoding."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text, note = read_source(file, data)
        return text.encode("utf-8", "replace"), note
    return data, ""


def _not_run(file: str, cells: list[_Cell]) -> Iterator[str]:
    """Yield a sentence on each function that only a cell which Jupyter does not run holds."""
    from grader.submissions.versions import written_functions

    elsewhere = {
        number: APART.match(text) or FORGETS.match(text)
        for number, cell in enumerate(cells, 1)
        if cell.cell_type == "code" and (text := _joined(cell)).lstrip().startswith("%%")
    }
    there = {
        name
        for number, cell in enumerate(cells, 1)
        if cell.cell_type == "code" and not elsewhere.get(number)
        for name in _defined(cell)
    }
    for number, cell in enumerate(cells, 1):
        apart = elsewhere.get(number)
        if "def " not in (text := _joined(cell)) or (cell.cell_type == "code" and not apart):
            continue
        if apart:
            does = "which forgets it again" if FORGETS.match(text) else "which runs it as a program of its own"
            for name in sorted(written_functions(text) - there):
                yield (
                    f"{file}: {name} stands in cell {number} from the top, under {apart[1]}, {does}. "
                    "If it is part of your work, delete that line and hand it in again"
                )
            continue
        kind = "Markdown" if cell.cell_type == "markdown" else cell.cell_type[:20]
        for name in sorted(written_functions(text) - there):
            yield (
                f"{file}: {name} stands in cell {number} from the top, a {kind} cell, and Jupyter does not run "
                "it. If it is part of your work, make it a code cell and hand it in again"
            )


def _defined(cell: _Cell) -> list[str]:
    from grader.submissions.versions import DEFINITION

    return DEFINITION.findall(_joined(cell))


def split_written(cells: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], dict[str, tuple[Cell, ...]]]:
    """Return the cells that run, and those that ``%%writefile`` writes, by the file that they are written to.

    A later ``%%writefile`` replaces the file, with ``-a`` it goes on with it. What asks for a grade is left out.
    """
    own: list[Cell] = []
    written: dict[str, tuple[Cell, ...]] = {}
    for cell in cells:
        target, appends = _target(cell.source)
        if not target:
            own += [] if is_only_a_check(cell.source) else [cell]
            continue
        piece = Cell(cell.label, _without_first_line(cell.source))
        written[target] = (*written.get(target, ()), piece) if appends else (piece,)
    return tuple(own), written


def is_only_a_check(source: str) -> bool:
    """Whether a cell only asks for a grade, ``from grader.notebook import check`` and ``check(…)``."""
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return bool(lines) and all(CHECKS.fullmatch(line) for line in lines)


def _notebook(file: str, data: bytes) -> _Notebook:
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return msgspec.json.decode(data, type=_Notebook)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        return _lenient(file, data)


def _other_language(notebook: _Notebook) -> str:
    """Return the language that a notebook says it is written in, where that is not Python; else ""."""
    about = notebook.metadata if isinstance(notebook.metadata, dict) else {}
    said = [
        part.get(key)
        for part, key in ((about.get("language_info"), "name"), (about.get("kernelspec"), "language"))
        if isinstance(part, dict)
    ]
    names = [name for name in said if isinstance(name, str) and re.fullmatch(r"[\w+#. -]{1,20}", name)]
    is_python = any(name.lower().startswith(PYTHONS) or "python" in name.lower() for name in names)
    return "" if is_python or not names else names[0]


def _cells(file: str, notebook: _Notebook) -> list[_Cell]:
    sheets = notebook.worksheets or []
    if notebook.cells is None and not sheets:
        raise Unreadable(_no_notebook(file))
    return [*(notebook.cells or []), *(cell for sheet in sheets for cell in sheet.cells)]


def _lenient(file: str, data: bytes) -> _Notebook:
    """Read a notebook with what JSON does not have, such as NaN in an output."""
    if len(data) > MAX_LENIENT_BYTES:
        raise Unreadable(f"{file} has {len(data)} bytes and something in it that is no JSON: {CLEAR}")
    try:
        return msgspec.convert(json.loads(data), _Notebook)
    except (ValueError, RecursionError) as error:  # those of json, of msgspec, and of bytes that are no UTF-8
        line = conflict_in(data)
        if line is not None:
            raise Unreadable(conflict_sentence(file, line)) from None
        if isinstance(error, json.JSONDecodeError) and _is_cut_off(error):
            raise Unreadable(
                f"{file} is not a whole notebook: it ends in the middle, at line {error.lineno}. Open it in Jupyter, "
                "save it and hand it in again"
            ) from None
        where = f" (line {error.lineno}: {error.msg})" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(_no_notebook(file, where)) from None


def _is_cut_off(error: json.JSONDecodeError) -> bool:
    """Whether a text ends before it is whole."""
    return error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string")


def _no_notebook(file: str, where: str = "") -> str:
    return f"{file} is not a notebook{where}: open it in Jupyter, save it and submit it again"


def _joined(cell: _Cell) -> str:
    source = cell.source if cell.source is not None else cell.input or ""
    if isinstance(source, str):
        return source
    has_ends = len(source) < 2 or any(line.endswith("\n") for line in source)
    return ("" if has_ends else "\n").join(source)  # a program that forgot the ends of lines meant lines all the same


def _target(source: str) -> tuple[str, bool]:
    """Return the Python file that a cell writes, "" for none; and whether it goes on with what is there."""
    first = next((line for line in source.splitlines() if line.strip()), "")
    found = WRITES.match(first)
    if not found:
        return "", False
    try:
        words = shlex.split(found[1])
    except ValueError:
        words = found[1].split()
    names = [word for word in words if not word.startswith("-")]
    path = PurePosixPath(names[-1].replace("\\", "/")) if names else PurePosixPath()
    is_inside = not path.is_absolute() and ".." not in path.parts
    return (str(path) if is_inside and path.suffix.lower() == ".py" else ""), {"-a", "--append"} & {*words} != set()


def _without_first_line(source: str) -> str:
    """Return a cell without the line that names the file, all others on their own lines."""
    lines = source.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.strip())
    lines[first] = "\n"
    return "".join(lines)
