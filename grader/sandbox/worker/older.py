"""Work written for an older NumPy or Python, run as it was meant. Worker's side.

In: a submission's text and trees.  Out: the same, changed so that today's NumPy does what the older one did, and a note
for each change that says what to write today (docs/decisions/0037).

Most of it happens only after a call failed in the way that older work fails today: see `is_older`. So work of today
runs as it is written.
"""

import ast
import builtins
import copy
import math
import re
import sys
import types
import warnings
from collections.abc import Callable
from typing import Any

from numpy import flatiter, ndarray

NUMBER, ENTRIES = "__number_in__", "__entries_of__"  # names that no submission has
CONVERTING = frozenset({"float", "int", "complex"})
# What today's NumPy says of an array where a number is due, and the older one took the only number in it
SAID = re.compile(
    r"setting an array element with a sequence\.$"
    r"|Error setting single item of array\.$"
    r"|only 0-dimensional arrays can be converted to Python scalars"
    r"|.*a real number is required, not numpy\.ndarray"
)
ONE_NUMBER = "an array that holds one number was used as that number, as NumPy before 2.4 did; write a.item() today"
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
    "longfloat": "np.longdouble",
    "singlecomplex": "np.complex64",
    "cfloat": "np.complex128",
    "clongfloat": "np.clongdouble",
    "longcomplex": "np.clongdouble",
    "string_": "np.bytes_",
    "bool8": "np.bool_",
    "int0": "np.intp",
    "uint0": "np.uintp",
    "round_": "np.round",
    "mat": "np.asmatrix",
    "math": "math",
    "PINF": "np.inf",
    "NINF": "-np.inf",
    "PZERO": "0.0",
    "NZERO": "-0.0",
    "asfarray": "np.asarray(a, float)",
    "msort": "np.sort(a, axis=0)",
}
CALLED = re.compile(r"\(a\b")  # what to write is a call, for which a function is made

# ---------------------------------------------------------------------- an array of one number


def is_older(kind: str, message: str) -> bool:
    """Whether an exception is one that older NumPy would not have raised."""
    return kind in ("TypeError", "ValueError") and SAID.match(message) is not None


class Numbers:
    """The functions that changed source calls.

    Parameters
    ----------
    note : callable
        Told what to write today.
    """

    def __init__(self, note: Callable[[str], None]) -> None:
        self.note = note
        self.names = {NUMBER: self.number_in, ENTRIES: self.entries_of}

    def number_in(self, value: Any) -> Any:
        """Return the number in an array of one; anything else as it is."""
        if isinstance(value, ndarray) and value.ndim and value.size == 1:
            self.note(ONE_NUMBER)
            return value.reshape(-1)[0]
        return value

    def entries_of(self, holder: Any) -> Any:
        """Return what an assignment to an entry of `holder` goes through."""
        return Entries(holder, self.number_in) if isinstance(holder, (ndarray, flatiter)) else holder


class Entries:
    """An array that takes an array of one number for an entry."""

    def __init__(self, holder: Any, number_in: Callable[[Any], Any]) -> None:
        self.holder, self.number_in = holder, number_in

    def __getitem__(self, place: Any) -> Any:
        return self.holder[place]

    def __setitem__(self, place: Any, value: Any) -> None:
        try:
            self.holder[place] = value
        except (TypeError, ValueError) as error:
            if not is_older(type(error).__name__, str(error)):
                raise
            self.holder[place] = self.number_in(value)


def as_older(statement: ast.stmt) -> ast.Module:
    """Return a copy of a statement in which arrays of one number are taken for numbers, where older NumPy took them.

    ``a[place] = x`` becomes ``__entries_of__(a)[place] = x``; ``float(x)`` becomes ``float(__number_in__(x))``.
    """
    changed = _Older().visit(copy.deepcopy(statement))
    return ast.fix_missing_locations(ast.Module([changed], []))


class _Older(ast.NodeTransformer):
    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Store):
            node.value = _called(ENTRIES, node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if _converts(node.func):
            node.args = [_number(argument) for argument in node.args]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
            if isinstance(node.right, ast.Tuple):
                node.right.elts = [_number(element) for element in node.right.elts]
            else:
                node.right = _number(node.right)
        return node


def _converts(function: ast.expr) -> bool:
    """Whether a function that is called makes a number of Python from its argument: float, np.float, math.sqrt."""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.value.id == "math" or (function.value.id in ("np", "numpy") and function.attr in CONVERTING)
    return isinstance(function, ast.Name) and function.id in CONVERTING


def _number(value: ast.expr) -> ast.expr:
    return value if isinstance(value, (ast.Constant, ast.Starred)) else _called(NUMBER, value)


def _called(name: str, argument: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Call(ast.Name(name, ast.Load()), [argument], []), argument)


# --------------------------------------------------------------------- names that are no more

_put_back: list[tuple[Any, str]] = []  # whose names, and which


def put_back(text: str, note: Callable[[str], None]) -> None:
    """Give NumPy back the names that a source uses and that it has lost since, with a note for each."""
    numpy = sys.modules["numpy"]
    used = set(re.findall(r"\b(?:np|numpy)\.(lib\.pad|\w+)", text))
    missing = [name for name in sorted(used & REMOVED.keys()) if not _has(numpy, name)]
    put = []
    for name in missing:
        today = REMOVED[name]
        try:
            made = f"lambda a, *_, **__: {today}" if CALLED.search(today) else today
            value = eval(made, {"np": numpy, "math": math, **builtins.__dict__})
        except AttributeError:  # this NumPy is older than the new name
            continue
        holder, own = (numpy.lib if name.startswith("lib.") else numpy), name.removeprefix("lib.")
        setattr(holder, own, value)
        _put_back.append((holder, own))
        put.append(name)
    if len(put) == 1:
        note(f"np.{put[0]} is no longer in NumPy; it was put back for grading. Write {REMOVED[put[0]]} today")
    elif put:
        names, today = (
            ", ".join(texts[:3]) for texts in ([f"np.{name}" for name in put], [REMOVED[name] for name in put])
        )
        others = f" and {len(put) - 3} more" if len(put) > 3 else ""
        note(f"{names}{others} are no longer in NumPy; they were put back for grading. Write {today} today")


def take_away_again() -> None:
    """Take the names from NumPy again that it was given: the next submission of this process has notes of its own."""
    while _put_back:
        holder, name = _put_back.pop()
        vars(holder).pop(name, None)


def _has(module: object, name: str) -> bool:
    for part in name.split("."):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = getattr(module, part, None)
    return module is not None


def join_core() -> None:
    """Let numpy.core be numpy._core: NumPy 2 renamed it, and imports that an editor wrote still say numpy.core."""
    for name in [name for name in sys.modules if name.startswith("numpy._core")]:
        sys.modules["numpy.core" + name.removeprefix("numpy._core")] = sys.modules[name]
    numpy: Any = sys.modules["numpy"]
    numpy.core = numpy._core


def past_builtins() -> types.ModuleType:
    """Return what students of courses from the time of Python 2 import from past.builtins."""
    module = types.ModuleType("past.builtins")
    vars(module).update(xrange=range, unicode=str, basestring=str, long=int)
    return module
