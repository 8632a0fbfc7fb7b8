"""What Python 2 left in a source: lines that Python 3 cannot read, and divisions that give a fraction. Pure.

In: text, trees.  Out: the text without such lines, and sentences that name the line and what to write today.
Python 2 is not run. What Python 3 can read of such a file is graded.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

PRINT_TODAY = "print(…)"
PRINT = re.compile(r"(^|[:;])\s*print\s+[^=(\s]|^\s*print\s*>>")
OLD: tuple[tuple[re.Pattern[str], str], ...] = (  # a line that does not parse → what to write today
    (PRINT, PRINT_TODAY),
    (re.compile(r"^\s*except\s+[\w.()]+\s*,\s*\w+\s*:"), "except … as e:"),
    (re.compile(r"^\s*raise\s+[\w.]+\s*,"), "raise …(…)"),
    (re.compile(r"<>"), "!="),
    (re.compile(r"\b\d+[lL]\b"), "a whole number without L"),
    (re.compile(r"^\s*exec\s+\S"), "exec(…)"),
)
SIZES = ", and // where a division should give a whole number"
MOST_LINES = 60  # of Python 2 in one file; each costs a parse
GOES_ON = re.compile(r"[\s#)\]}]|(else|elif|except|finally)\b")  # a line that begins no statement at the top
WHOLE = re.compile(  # what Python says where a whole number is due and a fraction came
    r"'(numpy\.)?float(64|32)?' object cannot be interpreted as an integer"
    r"|slice indices must be integers|(list|tuple) indices must be integers|only integers, slices"
    r"|can't multiply sequence by non-int of type '(numpy\.)?float"
)


class OldLine(NamedTuple):
    """A line of Python 2."""

    number: int
    today: str  # what to write instead
    piece: str  # the text that was left out because of it; none where only a print was

    def sentence(self, label: str, others: int = 0) -> str:
        """Name the line and what to write, for this line and others of its kind."""
        more = f" and {others} more" if others else ""
        sizes = SIZES if self.today == PRINT_TODAY else ""
        return f"{label} line {self.number}{more}: this is Python 2; write {self.today} today{sizes}"


def sentences(old_lines: Sequence[OldLine], label: str) -> list[str]:
    """Return one sentence for each kind of line."""
    firsts = {old.today: old for old in reversed(old_lines)}
    kinds = Counter(old.today for old in old_lines)
    return [firsts[today].sentence(label, count - 1) for today, count in kinds.items()]


def without_old_lines(text: str) -> tuple[str, list[OldLine]]:
    """Return a text without what only Python 2 reads, on the same line numbers, and the lines that it was.

    A ``print`` on a line of its own becomes ``pass``; of anything else, the whole statement at the top of the file is
    left out. A text that has other faults than those comes back as it is.
    """
    lines = text.split("\n")
    old_lines: list[OldLine] = []
    for _ in range(MOST_LINES):
        try:
            ast.parse("\n".join(lines))
        except SyntaxError as error:
            number = error.lineno or 0
        except (ValueError, RecursionError, MemoryError):
            break
        else:
            return "\n".join(lines), old_lines
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        today = next((today for pattern, today in OLD if pattern.search(line)), None)
        if today is None:
            break
        if _is_lone_print(line):
            lines[number - 1] = line[: len(line) - len(line.lstrip())] + "pass"
            old_lines.append(OldLine(number, today, ""))
        else:
            first, last = around(lines, number - 1)
            old_lines.append(OldLine(number, today, "\n".join(lines[first:last])))
            lines[first:last] = [""] * (last - first)
    return text, old_lines


def _is_lone_print(line: str) -> bool:
    brackets = all(line.count(opening) == line.count(closing) for opening, closing in ("()", "[]", "{}"))
    return (
        line.lstrip().startswith("print") and brackets and not line.rstrip().endswith((",", "\\")) and ";" not in line
    )


def around(lines: Sequence[str], place: int) -> tuple[int, int]:
    """Return where the statement at the top around a line begins and ends, decorators included."""
    starts = [number for number, line in enumerate(lines) if line and not GOES_ON.match(line)]
    first = max((start for start in starts if start <= place), default=0)
    last = min((start for start in starts if start > place), default=len(lines))
    while first and lines[first - 1].startswith("@"):
        first -= 1
    return first, last


def is_fraction(kind: str, message: str) -> bool:
    """Whether an exception says that a whole number is due and a fraction came."""
    return kind in ("TypeError", "IndexError") and WHOLE.search(message) is not None


def division_behind(body: Sequence[ast.stmt], line: int) -> int | None:
    """Return the line of the division that a failing line depends on; None where there is none.

    Parameters
    ----------
    body : sequence of stmt
        Of the file.
    line : int
        The line that failed.
    """
    functions = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.FunctionDef)]
    around = [node for node in functions if node.lineno <= line <= (node.end_lineno or 0)]
    if not around:
        return None
    function = max(around, key=lambda node: node.lineno)
    failing = [node for node in ast.walk(function) if getattr(node, "lineno", 0) == line]
    if any(map(_divides, failing)):
        return line
    used = {node.id for node in failing if isinstance(node, ast.Name)}
    divisions = [(at, names) for at, names in _divisions(function) if names & used and at <= line]
    return divisions[-1][0] if divisions else None


def _divisions(function: ast.FunctionDef) -> Iterator[tuple[int, set[str]]]:
    """Yield the line of every assignment with a division in it, and the names that it binds."""
    for node in ast.walk(function):
        if isinstance(node, (ast.Assign, ast.AugAssign)) and any(map(_divides, ast.walk(node))):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield node.lineno, {name.id for at in targets for name in ast.walk(at) if isinstance(name, ast.Name)}


def _divides(node: ast.AST) -> bool:
    return isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div)
