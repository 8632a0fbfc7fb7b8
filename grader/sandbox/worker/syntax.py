"""What a submission's source says, without running it: notebook cells as Python, trees, and what they define.

In: text.  Out: text, syntax trees, facts about them. Pure, and standard library only: this file belongs to the
worker, because a tree is made where it can do no harm.
"""

import ast
import re
import sys
from collections.abc import Iterator
from typing import TypeGuard

from . import newer

PYTHON_CELLS = frozenset({"time", "capture", "prun", "cython"})  # magics whose cell is Python; %%timeit keeps its names
RUN = re.compile(r"%run\s+(?:-\w+\s+)*[\"']?(?:\./)?((?:[\w -]+/)*[\w -]+)\.(?:py|ipynb)\b")
CONFLICT = re.compile(r"\s*(<{7}|={7}|>{7})(\s|$)")
IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})

# -------------------------------------------------------------------------------- reading cells


def plain_python(source: str) -> str:
    """Return a notebook cell without what only IPython understands, on the same line numbers."""
    lines = source.splitlines()
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].lstrip().startswith("%%"):
        words = lines[first].lstrip()[2:].split()
        if not words or words[0] not in PYTHON_CELLS:
            return ""
        lines[first] = ""
    lines = _from_the_margin(lines)
    text = "\n".join(lines)
    try:
        ast.parse(text)
    except SyntaxError:  # only now: "% b" may well be the second line of an expression
        return "\n".join(map(_without_magic, lines))
    return text


def _from_the_margin(lines: list[str]) -> list[str]:
    """Return lines without the indentation of the first one, as IPython reads a cell that was copied out of a block."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines] if indent else lines


def is_magic(line: str) -> bool:
    """Whether a line is a command of Jupyter, such as ``%matplotlib inline`` or ``!pip install numpy``."""
    return re.match(r"\s*(%{1,2}[A-Za-z]|!\s*[A-Za-z])", line) is not None


def without_magics(text: str) -> str:
    """Return a text without the lines that only Jupyter understands, on the same line numbers."""
    return "\n".join(_without_magic(line) if is_magic(line) else line for line in text.split("\n"))


def _without_magic(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    code = line.strip()
    runs = RUN.match(code)
    if runs:  # all that a file defines becomes the notebook's own
        module = ".".join(re.sub(r"\W", "_", part) for part in runs[1].split("/"))
        return f"{indent}from {module} import *"
    if code.startswith(("%", "!", "?")) or re.fullmatch(r"[\w.]+\?{1,2}", code):
        return indent + "pass"
    assigned = re.match(r"([A-Za-z_]\w*)\s*=\s*[!%]", code)
    return f"{indent}{assigned[1]} = None" if assigned else line


# ------------------------------------------------------------------------------ what a tree says


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that bind names of a module, also those inside other statements, in order."""
    for node in body:
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for part in ("body", "handlers", "cases", "orelse", "finalbody"):
                for inner in getattr(node, part, []):
                    yield from statements([inner] if isinstance(inner, ast.stmt) else inner.body)


def is_written(function: ast.FunctionDef) -> bool:
    """Whether a function does more than say that it is not written yet."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return False
    last = body[-1]
    stub = isinstance(last, ast.Raise) and last.exc is not None and "NotImplementedError" in ast.dump(last.exc)
    stub = stub or isinstance(last, ast.Pass)
    stub = stub or (isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant))
    return not (stub and len(body) == 1)


def empty_again(body: list[ast.stmt]) -> dict[ast.stmt, str]:
    """Return the stubs that stand below a function of the same name that gives something back, with that name."""
    written: set[str] = set()
    empty: dict[ast.stmt, str] = {}
    for node in body:
        if not isinstance(node, ast.FunctionDef):
            continue
        if is_written(node):
            gives = any(isinstance(one, ast.Return) and one.value is not None for one in ast.walk(node))
            written |= {node.name} if gives else set()
        elif node.name in written and not node.decorator_list:
            empty[node] = node.name
    return empty


def is_main_guard(node: ast.stmt) -> TypeGuard[ast.If]:
    """Whether a statement is ``if __name__ == "__main__":``."""
    return isinstance(node, ast.If) and "__main__" in ast.dump(node.test)


def defines(body: list[ast.stmt], function: str) -> bool:
    """Whether one of some statements defines a function of a name."""
    return any(isinstance(node, ast.FunctionDef) and node.name == function for node in body)


def root_of(decorator: ast.expr) -> str:
    """Return the first name of a decorator: of ``@numba.jit(nopython=True)`` numba."""
    while isinstance(decorator, (ast.Call, ast.Attribute)):
        decorator = decorator.func if isinstance(decorator, ast.Call) else decorator.value
    return decorator.id if isinstance(decorator, ast.Name) else ""


def is_plain(node: ast.stmt) -> bool:
    """Whether a statement only defines or imports, and so cannot take long."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return not node.decorator_list
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        return isinstance(node.value, ast.Constant)
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, (ast.Import, ast.ImportFrom, ast.Pass))


def is_needed(node: ast.stmt) -> bool:
    """Whether a statement defines, imports or assigns, so that functions may depend on it."""
    if isinstance(node, (ast.If, ast.Try, ast.TryStar, ast.With)):
        return any(isinstance(inner, (ast.FunctionDef, ast.Import, ast.ImportFrom)) for inner in statements([node]))
    return isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign))


def rank_of(function: str, body: list[ast.stmt]) -> int | None:
    """How well a module provides `function`: 0 written there, 1 bound there, 2 not written yet, None not at all."""
    ranks = []
    for node in statements(body):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            ranks.append(0 if is_written(node) else 2)
        elif function in _assigned(node):
            ranks.append(1)
    return min(ranks, default=None)


def _assigned(node: ast.stmt) -> set[str]:
    """Names that an assignment or a ``from … import`` binds."""
    if isinstance(node, ast.ImportFrom):
        return {name.asname or name.name for name in node.names}
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets = [node.target]
    names = [name for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def bound_by(node: ast.AST) -> set[str]:
    """Return the names that a statement binds: by an assignment, an import, a loop, ``with``, or a definition."""
    if isinstance(node, ast.Import):
        return {(one.asname or one.name).partition(".")[0] for one in node.names}
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    parts: list[ast.AST] = []
    if isinstance(node, (ast.AugAssign, ast.For)):
        parts = [node.target]
    elif isinstance(node, ast.With):
        parts = [item.optional_vars for item in node.items if item.optional_vars is not None]
    names = {one.id for part in parts for one in ast.walk(part) if isinstance(one, ast.Name)}
    inside = [one for field in ("body", "orelse", "finalbody", "handlers") for one in getattr(node, field, [])]
    return names.union(_assigned(node) if isinstance(node, ast.stmt) else (), *map(bound_by, inside))


def where_hidden(function: str, body: list[ast.stmt]) -> str:
    """Return where a function is written that an import of its module does not bring; "" where it is not written."""
    for node in body:
        inside = [one for one in ast.walk(node) if isinstance(one, ast.FunctionDef) and one.name == function]
        if not inside or inside[0] is node:
            continue
        place = f"written in line {inside[0].lineno}"
        if is_main_guard(node):
            return f"{place}, under if __name__ == '__main__', which does not run when a file is imported: move it out"
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            first = inside[0].args.args[:1]
            less = " and without self" if kind == "class" and first and first[0].arg == "self" else ""
            return f"{place}, inside the {kind} {node.name}: move it out, to the left edge of the file{less}"
    return ""


def guarded_imports(tree: ast.Module) -> set[int]:
    """Lines whose import stands in a ``try`` that expects it to fail."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any(map(_expects_import_error, node.handlers)):
            for inner in node.body:
                lines.update(n.lineno for n in ast.walk(inner) if isinstance(n, (ast.Import, ast.ImportFrom)))
    return lines


def _expects_import_error(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(isinstance(node, ast.Name) and node.id in IMPORT_ERRORS for node in ast.walk(handler.type))


def future_flags(node: ast.stmt) -> int:
    """Return the compiler flags that a ``from __future__ import`` sets for all that follows it."""
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        import __future__

        features = [getattr(__future__, name.name, None) for name in node.names]
        return sum(feature.compiler_flag for feature in features if feature is not None)
    return 0


def syntax_note(label: str, text: str, error: Exception) -> str:
    """Return the sentence for source that does not parse."""
    if isinstance(error, SyntaxError):
        written = (error.text or "").strip()
        where = f"{label} line {error.lineno}" if error.lineno else label  # a NUL byte stands in no line
        if CONFLICT.match(written):
            return (
                f"{where}: a merge conflict of git. Keep one version, delete the lines with <<<<<<<, =======, >>>>>>>"
            )
        python = newer.looks_newer(text, error.lineno)
        if python and sys.version_info < tuple(map(int, python.split("."))):
            return f"{where}: {error.msg} (this grader runs Python {newer.HERE}; is it syntax of {python}?): {written}"
        return f"{where}: {error.msg}{': ' + written if written else ''}"
    return f"{label}: cannot be read as Python ({type(error).__name__})"


def a_kind(value: object) -> str:
    """Return what a value is, with its article: a float, an ndarray."""
    kind = type(value).__name__
    if value is None:
        return "None"
    return f"an {kind}" if kind == "ndarray" or kind[0] in "aeiouAEIOU" else f"a {kind}"
