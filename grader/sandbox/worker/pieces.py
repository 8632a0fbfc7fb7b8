"""A source that does not parse, without the statements at the top that do not. Worker's side; pure.

In: a text.  Out: the same on the same lines without those statements, each with the error that it had. A statement
that Python cannot read costs what it defines, and not the functions around it.
"""

import ast
import re
from typing import NamedTuple

from .python2 import around

MOST = 12  # statements of one file that are left out; each costs a parse
OF_LINE = re.compile(r" on line (\d+)$")


class LeftOut(NamedTuple):
    """A statement that was left out."""

    piece: str
    error: SyntaxError


def readable(text: str, label: str) -> tuple[ast.Module, list[LeftOut]]:
    """Return the tree of what can be read, and what was left out.

    Raises
    ------
    SyntaxError
        The first one, where no function is left, or there is too much that cannot be read.
    """
    lines, left_out = text.split("\n"), list[LeftOut]()
    for _ in range(MOST + 1):
        try:
            tree = ast.parse("\n".join(lines), label)
        except SyntaxError as error:
            place = _line_of(error) - 1
            if not 0 <= place < len(lines) or len(left_out) == MOST:
                break
            first, last = around(lines, place)
            if first and isinstance(error, IndentationError) and "unexpected indent" in error.msg:
                first, _ = around(lines, _before(lines, first))  # a line too far to the left parted a function in two
            if not any(lines[first:last]):
                break
            left_out.append(LeftOut("\n".join(lines[first:last]), error))
            lines[first:last] = [""] * (last - first)
        else:
            if any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in tree.body):
                return tree, left_out
            break
    if left_out:
        raise left_out[0].error
    return ast.parse(text, label), []


def _line_of(error: SyntaxError) -> int:
    """Return the line that an error is about: of a block that is missing, the line that it is missing after."""
    named = OF_LINE.search(error.msg)
    return int(named[1]) if named and isinstance(error, IndentationError) else error.lineno or 0


def _before(lines: list[str], first: int) -> int:
    """Return the last line before a place that holds something."""
    return max((number for number in range(first) if lines[number].strip()), default=0)
