"""What a submission's source says, without running it: notebook cells as Python, trees, and what they define.

In: text.  Out: text, syntax trees, facts about them. Pure, and standard library only: this file belongs to the
worker, because a tree is made where it can do no harm.
"""

import ast
import re
import sys
import warnings
from collections.abc import Iterator

PYTHON_CELLS = frozenset({"time", "timeit", "capture", "prun"})  # cell magics whose body is Python
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
    text = "\n".join(lines)
    try:
        ast.parse(text)
    except SyntaxError:  # only now: "% b" may well be the second line of an expression
        return "\n".join(map(_without_magic, lines))
    return text


def _without_magic(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    code = line.strip()
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
    return isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign))


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


def syntax_note(label: str, error: Exception) -> str:
    """Return the sentence for source that does not parse."""
    if isinstance(error, SyntaxError):
        text = (error.text or "").strip()
        hint = _python2_hint(text)
        where = f"{label} line {error.lineno}" if error.lineno else label  # a NUL byte stands in no line
        return f"{where}: {error.msg}{': ' + text if text else ''}{hint}"
    return f"{label}: cannot be read as Python ({type(error).__name__})"


def _python2_hint(text: str) -> str:
    return " (Python 2; print is a function now)" if re.match(r"print\s+[^(=]", text) else ""


def a_kind(value: object) -> str:
    """Return what a value is, with its article: a float, an ndarray."""
    kind = type(value).__name__
    if value is None:
        return "None"
    return f"an {kind}" if kind == "ndarray" or kind[0] in "aeiouAEIOU" else f"a {kind}"


# ------------------------------------------------------------------- what has changed since

PYTHON_2 = re.compile(
    r"^\s*print\s+[^=(\s]|^\s*except\s+\w+\s*,\s*\w+\s*:|<>|^\s*raise\s+\w+\s*,|\b\d+L\b", re.MULTILINE
)
SCALAR = "__number_in__"  # a name that no submission has
REMOVED = {  # what NumPy no longer has → what to write today
    "int": "int",
    "float": "float",
    "complex": "complex",
    "object": "object",
    "str": "str",
    "float_": "np.float64",
    "complex_": "np.complex128",
    "unicode_": "np.str_",
    "Inf": "np.inf",
    "Infinity": "np.inf",
    "infty": "np.inf",
    "NaN": "np.nan",
    "product": "np.prod",
    "cumproduct": "np.cumprod",
    "alltrue": "np.all",
    "sometrue": "np.any",
    "in1d": "np.isin",
    "trapz": "np.trapezoid",
    "row_stack": "np.vstack",
    "asscalar": "np.ndarray.item",
    "lib.pad": "np.pad",
}


def removed_names(text: str) -> list[str]:
    """Return the names of NumPy that a source uses and that NumPy has no longer."""
    used = set(re.findall(r"\b(?:np|numpy)\.(lib\.pad|\w+)", text))
    module = sys.modules.get("numpy")
    return sorted(name for name in used & REMOVED.keys() if not _has(module, name))


def _has(module: object, name: str) -> bool:
    for part in name.split("."):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = getattr(module, part, None)
    return module is not None


def with_scalars(tree: ast.Module) -> ast.Module:
    """Return a tree in which ``float(x)`` is ``float(number_in(x))``: it takes an array that holds one number."""
    for node in ast.walk(tree):
        is_float = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        if isinstance(node, ast.Call) and is_float and len(node.args) == 1 and not node.keywords:
            (argument,) = node.args
            if not isinstance(argument, (ast.Constant, ast.Starred)):
                node.args = [ast.copy_location(ast.Call(ast.Name(SCALAR, ast.Load()), [argument], []), argument)]
    return ast.fix_missing_locations(tree)


def is_python_2(text: str) -> bool:
    """Whether a source that does not parse has what only Python 2 could read."""
    return PYTHON_2.search(text) is not None
