"""An assignment's wrong answers: each one's belief, what it has to fail, and its source.

In: wrong.toml, the files in wrong/, and the lesson's solution.  Out: a WrongAnswer each, or every problem at once.
A row with edits is the solution with some lines replaced. A row without is the file ``wrong/<id>.py``, for answers in
another style than the lesson's.
"""

import ast
import itertools
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

from grader.errors import AuthorError, say_unknown
from grader.toml import converted, read_table

FILE = "wrong.toml"
Names = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class EditRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[wrong.edit]]``: whole lines of a function of the solution, and what stands in their place."""

    function: str
    old: Annotated[str, msgspec.Meta(pattern=r"\S")]
    new: str = ""


class WrongRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[wrong]]`` in wrong.toml."""

    id: str
    why: str
    fails: Names
    believes: tuple[str, ...] = ()
    edit: tuple[EditRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WrongAnswer:
    """A wrong answer, ready to be graded."""

    id: str
    why: str
    fails: frozenset[str]  # criteria, as exercise.criterion
    believes: frozenset[str]  # misconceptions, by id
    source: str

    @property
    def file(self) -> str:
        """What its module is called."""
        return f"{self.id}.py"


def wrong_answers(folder: Path, solution: str) -> list[WrongAnswer]:
    """Return an assignment's wrong answers, in alphabetical order.

    Parameters
    ----------
    folder : Path
        The assignment's.
    solution : str
        The module that the lesson's solutions make.

    Raises
    ------
    AuthorError
        If a row cannot be read, an edit does not match, or a file has no row; every problem with its path.
    """
    problems: list[str] = []
    rows = list(_rows(folder, problems))
    answers = [answer for row in rows if (answer := _answer(folder, row, solution, problems))]
    files = {path.stem for path in (folder / "wrong").glob("*.py")}
    problems += [
        f"wrong/{name}.py: {FILE} has no [[wrong]] with id {name}" for name in sorted(files - {row.id for row in rows})
    ]
    if problems:
        raise AuthorError(problems)
    return sorted(answers, key=lambda answer: answer.id)


def _rows(folder: Path, problems: list[str]) -> Iterator[WrongRow]:
    """Yield the rows of wrong.toml."""
    if not (folder / FILE).exists():
        return
    table = read_table(folder / FILE, problems)
    problems += [f"{FILE}: {say_unknown('there is no table', key, ['wrong'])}" for key in table if key != "wrong"]
    seen: set[str] = set()
    for number, value in enumerate(table.get("wrong", ())):
        row = converted(f"{FILE}: wrong[{number}]", value, WrongRow, problems)
        if row is None:
            continue
        if row.id in seen:
            problems.append(f"{FILE}: {row.id}: this id stands twice")
        seen.add(row.id)
        yield row


def _answer(folder: Path, row: WrongRow, solution: str, problems: list[str]) -> WrongAnswer | None:
    """Return the answer that a row describes; None, and a problem, where it describes none."""
    path = folder / "wrong" / f"{row.id}.py"
    if row.edit:
        if path.exists():
            problems.append(f"{FILE}: {row.id}: it has edits, and a file wrong/{row.id}.py too")
        try:
            source = edited(solution, row.edit)
        except ValueError as error:
            problems.append(f"{FILE}: {row.id}: {error}")
            return None
    elif path.is_file():
        source = path.read_text(encoding="utf-8")
    else:
        problems.append(f"{FILE}: {row.id}: it has no edit, and there is no file wrong/{row.id}.py")
        return None
    return WrongAnswer(
        id=row.id, why=row.why, fails=frozenset(row.fails), believes=frozenset(row.believes), source=source
    )


def edited(solution: str, edits: Sequence[EditRow]) -> str:
    """Return a module of the edited functions, and of what they need from the solution.

    Parameters
    ----------
    solution : str
    edits : sequence of EditRow
        Their lines are those of the solution, whatever other edits do.

    Raises
    ------
    ValueError
        If the solution has no such function, or the lines to replace do not stand in it exactly once.
    """
    nodes = ast.parse(solution).body
    lines = solution.split("\n")
    texts = {node.name: lines[node.lineno - 1 : node.end_lineno] for node in nodes if isinstance(node, ast.FunctionDef)}
    names = dict.fromkeys(edit.function for edit in edits)
    for name in names:
        if name not in texts:
            raise ValueError(f"the solution has no function {name}")
    for name in names:
        texts[name] = _replaced(texts[name], [edit for edit in edits if edit.function == name])
        try:
            ast.parse("\n".join(texts[name]))
        except SyntaxError as error:
            raise ValueError(f"{name} is no Python any more: {error.msg}") from None
    needed = _called({*names}, texts)
    kept: list[str] = []
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            kept += ["\n\n" + "\n".join(texts[node.name])] if node.name in needed else []
        else:
            kept.append("\n".join(lines[node.lineno - 1 : node.end_lineno]))
    return "\n".join(kept) + "\n"


def _replaced(lines: list[str], edits: Sequence[EditRow]) -> list[str]:
    """Return a function's lines with those of its edits replaced."""
    spans = sorted(_span(lines, edit) for edit in edits)
    for (_, last, _), (first, _, _) in itertools.pairwise(spans):
        if first < last:
            raise ValueError(f"two edits of {edits[0].function} replace the same line: {lines[first].strip()!r}")
    replaced = list(lines)
    for first, last, new in reversed(spans):  # from the end, so that earlier line numbers stay true
        replaced[first:last] = new
    return replaced


def _span(lines: list[str], edit: EditRow) -> tuple[int, int, list[str]]:
    """Return where an edit's old lines begin and end, at whatever depth they stand, and the new ones at that depth."""
    old, new = (text.strip("\n").split("\n") if text else [] for text in (edit.old, edit.new))
    both = textwrap.dedent("\n".join([*old, *new])).split("\n")  # together: one may begin deeper than the other
    old, new = both[: len(old)], both[len(old) :]
    places = [
        (start, indent)
        for start in range(len(lines) - len(old) + 1)
        if lines[start].endswith(old[0])
        and not (indent := lines[start].removesuffix(old[0])).strip()
        and lines[start : start + len(old)] == _indented(old, indent)
    ]
    if len(places) != 1:
        times = f"{len(places)} times" if places else "nowhere"
        raise ValueError(f"these lines stand {times} in {edit.function}, and not once: {old[0]!r}")
    ((start, indent),) = places
    return start, start + len(old), _indented(new, indent)


def _indented(lines: list[str], indent: str) -> list[str]:
    return [indent + line if line else line for line in lines]


def _called(names: set[str], texts: dict[str, list[str]]) -> set[str]:
    """Return functions with those of the module that they call, and those that these call."""
    needed: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        needed.add(name)
        used = {node.id for node in ast.walk(ast.parse("\n".join(texts[name]))) if isinstance(node, ast.Name)}
        waiting |= (used & texts.keys()) - needed
    return needed
