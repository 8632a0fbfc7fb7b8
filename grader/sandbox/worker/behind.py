"""What is behind an exception that a student's line cannot show. Worker's side; pure.

In: an exception, where it was raised, and the submission's trees.  Out: a kind, a name, a place and a text, of which
the host makes a sentence: a value that was passed over, a letter of another alphabet, a builtin that was covered.
"""

import ast
import builtins
import re
import unicodedata
from collections.abc import Iterator, Sequence
from traceback import FrameSummary
from typing import Any, NamedTuple

from . import syntax

ENDING = ("exit", "quit")  # names that only an interactive Python has
STRICT = ("seterr", "simplefilter", "filterwarnings", "errstate")  # what makes an error of a warning
PLAIN = str.maketrans(
    "авеікмнорстухјѕԁһԛԝАВЕІКМНОРСТУХЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοριν", "abeikmhopctyxjsdhqwABEIKMHOPCTYXJSABEZHIKMNOPTYXaopiv"
)
MAX_WHY = 120
MAX_DEPTH = 3  # of names that need one another
UNDEFINED = re.compile(r"name '(\w+)' is not defined")


class Behind(NamedTuple):
    """What is behind an exception."""

    kind: str  # "lost", "nowhere", "letter", "exit", "covered", "strict", "endless", "stub"
    name: str
    file: str
    line: int
    why: str


def behind(error: BaseException, frames: Sequence[FrameSummary], modules: Sequence[Any]) -> Behind | None:
    """Return what is behind an exception; None where its own words say it.

    Parameters
    ----------
    error : BaseException
    frames : sequence of FrameSummary
        The student's own, the innermost last.
    modules : sequence of ParsedModule
    """
    if not frames:
        return None
    file, line = frames[-1].filename, frames[-1].lineno or 0
    if isinstance(error, RecursionError):
        names = [frame.name for frame in frames]
        calls = next((frame for frame in reversed(frames[:-1]) if frame.name in names[-1:]), None)
        return Behind("endless", calls.name, calls.filename, calls.lineno or 0, "") if calls else None
    if isinstance(error, NameError) and not isinstance(error, UnboundLocalError) and error.name:
        return _name(error.name, file, line, modules)
    body = [node for module in modules for label, tree in module.cells if label == file for node in tree.body]
    if isinstance(error, NotImplementedError):
        return Behind("stub", frames[-1].name, file, line, "") if _stands_above_code(body, line) else None
    if isinstance(error, (FloatingPointError, Warning)):
        return next(_strict(modules), None)
    if isinstance(error, TypeError) and "object is not callable" in str(error):
        return _covered(body, file, line, modules)
    return None


def _name(name: str, file: str, line: int, modules: Sequence[Any], depth: int = 0) -> Behind | None:
    if name in ENDING:
        return Behind("exit", name, file, line, "")
    for module in modules:
        for node, where in module.passed_over:
            if name in syntax.bound_by(node):
                label, _, why = where.partition(f" line {node.lineno} was passed over: ")
                earlier = UNDEFINED.search(why)
                if earlier is not None and earlier[1] != name and depth < MAX_DEPTH:
                    root = _name(earlier[1], file, line, modules, depth + 1)
                    why = root.why if root is not None and root.kind == "lost" else why
                return Behind("lost", name, label, node.lineno, why[:MAX_WHY])
    for module in modules:
        for label, tree in module.cells:
            for found, at in _identifiers(tree):
                if found != name and found.translate(PLAIN) == name:
                    return _letter(found, name, label, at)
    whose = next((module for module in modules if any(label == file for label, _ in module.cells)), None)
    if whose is None or file == whose.file:
        return None
    bound = {one for module in modules for node in syntax.statements(module.body) for one in syntax.bound_by(node)}
    return None if name in bound else Behind("nowhere", name, file, line, "")


def look_alike(name: str, modules: Sequence[Any]) -> Behind | None:
    """Return where a function is written whose name looks like another one, in letters of another alphabet."""
    for module in modules:
        for label, tree in module.cells:
            for node in tree.body:
                if isinstance(node, ast.FunctionDef) and node.name != name and node.name.translate(PLAIN) == name:
                    return _letter(node.name, name, label, node.lineno)
    return None


def _letter(written: str, name: str, label: str, line: int) -> Behind:
    """Return that a name is written with a letter of another alphabet, the first one, and what that is called."""
    other = next(one for one, plain in zip(written, name, strict=True) if one != plain)
    return Behind("letter", name, label, line, f"{unicodedata.name(other, '').lower()}, U+{ord(other):04X}")


def _identifiers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the names in a tree that are not of ASCII, with their lines."""
    for node in ast.walk(tree):
        name = getattr(node, "id", None) or getattr(node, "arg", None) or getattr(node, "name", None)
        if isinstance(name, str) and not name.isascii():
            yield name, getattr(node, "lineno", 0)


def _strict(modules: Sequence[Any]) -> Iterator[Behind]:
    """Yield the statements at the top that make an error of what is a warning."""
    for module in modules:
        for label, tree in module.cells:
            for node in tree.body:
                for call in ast.walk(node) if isinstance(node, ast.Expr) else ():
                    if isinstance(call, ast.Call):
                        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
                        if name in STRICT and re.search(r"raise|error", ast.dump(call)):
                            yield Behind("strict", name, label, node.lineno, "")


def _covered(body: Sequence[ast.stmt], file: str, line: int, modules: Sequence[Any]) -> Behind | None:
    """Return the builtin that a line calls and that another value has covered."""
    calls = [node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Call)]
    names = {node.func.id for node in calls if isinstance(node.func, ast.Name) and node.lineno == line}
    for name in sorted(names & vars(builtins).keys()):
        inside = [node for statement in body for node in _function_around(statement, line)]
        for at, node in [(file, one) for one in inside] + [
            (label, one) for module in modules for label, tree in module.cells for one in syntax.statements(tree.body)
        ]:
            if name in syntax.bound_by(node):
                return Behind("covered", name, at, getattr(node, "lineno", 0), "")
    return None


def _function_around(statement: ast.stmt, line: int) -> Iterator[ast.stmt]:
    """Yield the statements of a function that a line stands in."""
    if isinstance(statement, ast.FunctionDef) and statement.lineno <= line <= (statement.end_lineno or 0):
        yield from syntax.statements(statement.body)


def _stands_above_code(body: Sequence[ast.stmt], line: int) -> bool:
    """Whether a line raises, by itself, above statements of its function that are then not reached."""
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.FunctionDef):
                for place, inner in enumerate(node.body[:-1]):
                    if isinstance(inner, ast.Raise) and inner.lineno == line:
                        return any(not isinstance(rest, (ast.Raise, ast.Pass)) for rest in node.body[place + 1 :])
    return False
