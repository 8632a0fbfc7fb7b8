"""Edits of calls, mostly of NumPy's: axes, shapes, orders, and what is computed. Worker's side."""

import ast
import copy
import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from .build import attribute, binary, constant, method, name, numpy
from .edit import Changes, Edit, located, replacing
from .nodes import walk
from .scope import Scope
from .sites import Site

AXES = (0, 1, 2, 3, -1, (0, 1), (0, 2), (1, 2), (2, 3), (0, 2, 3), (1, 2, 3), (0, 1, 2), None)
SIMILAR = (
    ("max", "mean", "sum", "min", "amax"),
    ("log", "log2", "log10", "log1p"),
    ("exp", "exp2", "expm1"),
    ("argmax", "argmin"),
    ("floor", "ceil", "round"),
    ("zeros_like", "ones_like"),
    ("zeros", "ones"),
    ("maximum", "minimum"),
    ("dot", "multiply"),
)
REDUCING = frozenset({"sum", "mean", "max", "min", "amax", "argmax", "prod"})
LIKE = frozenset({"zeros_like", "empty_like", "ones_like", "full_like"})
MAKING = frozenset({"zeros", "empty", "ones", "full", "array", "asarray"})
UNDONE = frozenset({"copy", "ravel", "squeeze", "flatten", "float", "abs", "astype"})
TURNING = frozenset({"flip", "rot90", "flipud", "fliplr"})
ROUNDING = frozenset({"int", "round", "around", "rint", "floor", "ceil", "trunc", "fix"})
ORDERS = ((0, 2, 3, 1), (0, 3, 1, 2), (1, 0, 2, 3), (1, 2, 3, 0), (3, 2, 0, 1))


def label_of(call: ast.Call) -> str:
    """Return the last part of the name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def of_site(site: Site, scope: Scope) -> Iterator[Edit]:
    """Yield other calls for what stands at a place."""
    node = site.node
    if isinstance(node, ast.Call):
        label = label_of(node)
        if isinstance(node.func, ast.Attribute):
            yield from _of_function(node, node.func)
        if label in REDUCING:
            yield from _of_axes(node)
            yield from _of_summed(site, node)
        if label in ("transpose", "reshape"):
            yield from _of_shape(site, node, label, scope)
        if label == "einsum" and node.args:
            yield from _of_letters(node)
        yield from _of_arguments(site, node, label, scope)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield site.edit("order", ("not transposed",), 2.0, _same, node.value)
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and site.role != "index":
        yield from _of_tuple(site, node)
    if site.role == "value":
        yield from _of_result(site, scope)
    is_taken_off = isinstance(site.holder, ast.BinOp) and isinstance(site.holder.op, ast.Sub) and site.field == "right"
    if is_taken_off and not scope.is_whole(node) and isinstance(node, (ast.Name, ast.Call)):
        yield site.edit("logarithm", (), 1.9, numpy, scope.numpy, "log", node)
    if isinstance(node, ast.Name) and scope.arrays.get(node.id, 0) > 1 and site.role in ("value", "inner"):
        yield site.edit("order", ("transposed",), 2.4, attribute, node, "T")
        if scope.arrays[node.id] == 4:
            for order in ORDERS:
                axes = [constant(axis) for axis in order]
                yield site.edit("order", order, 2.7, method, node, "transpose", *axes)


def _same(node: ast.expr) -> ast.expr:
    return node


# ----------------------------------------------------------------------------- function and axes


def _of_function(node: ast.Call, function: ast.Attribute) -> Iterator[Edit]:
    for group in SIMILAR:
        if function.attr in group:
            for other in group:
                if other != function.attr:
                    change = replacing(function, "attr", partial(str, other), function)
                    yield Edit("function", (function.attr, other), (node.lineno,), 2.0, change)


def _of_axes(node: ast.Call) -> Iterator[Edit]:
    words = {word.arg: word for word in node.keywords}
    line, axis, kept = (node.lineno,), words.get("axis"), words.get("keepdims")
    others = [word for word in node.keywords if word is not axis]
    positional = node.args[-1] if len(node.args) == (2 if _of_module(node) else 1) else None
    for value in AXES:
        if axis is not None:
            change = replacing(axis, "value", partial(constant, value), node)
            yield Edit("axis", ("axis", value), line, 2.0, change)
        elif positional is not None and label_of(node) != "round":
            change = partial(_last_argument, node, value)
            yield Edit("axis", ("axis", value), line, 2.0, change)
        elif value is not None:
            change = partial(_words, node, others, [("axis", value)])
            yield Edit("axis", ("axis", value), line, 2.2, change)
            both = partial(_words, node, others, [("axis", value), ("keepdims", True)])
            yield Edit("axis", ("axis kept", value), line, 2.0, both)
    if kept is not None:
        rest = [word for word in node.keywords if word is not kept]
        yield Edit("shape", ("kept",), line, 1.4, partial(_words, node, rest, []))
    else:
        yield Edit("shape", ("lost",), line, 2.0, partial(_words, node, node.keywords, [("keepdims", True)]))


def _of_summed(site: Site, node: ast.Call) -> Iterator[Edit]:
    """Yield ``sum(a) + b`` for ``sum(a + b)``: what is added once, and not to each number."""
    is_method = isinstance(node.func, ast.Attribute) and not _of_module(node)
    inner = node.func.value if is_method else node.args[0] if node.args else None  # type: ignore[attr-defined]
    if isinstance(inner, ast.BinOp) and isinstance(inner.op, (ast.Add, ast.Sub)):
        yield site.edit("often", ("right",), 1.5, _outside, node, inner, inner.left, inner.right)
        if isinstance(inner.op, ast.Add):
            yield site.edit("often", ("left",), 1.9, _outside, node, inner, inner.right, inner.left)


def _outside(call: ast.Call, inner: ast.BinOp, kept: ast.expr, moved: ast.expr) -> ast.expr:
    function, arguments = call.func, call.args
    if inner in arguments:
        arguments = [kept, *arguments[1:]]
    else:
        assert isinstance(function, ast.Attribute)
        function = ast.Attribute(kept, function.attr, ast.Load())
    return binary(ast.Call(function, arguments, call.keywords), type(inner.op), moved)


def _of_module(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and len(node.args) > 0


def _last_argument(node: ast.Call, value: Any) -> Changes:
    return ((node, "args", len(node.args) - 1, located(constant(value), node)),)


def _words(node: ast.Call, kept: Sequence[ast.keyword], new: Sequence[tuple[str, Any]]) -> Changes:
    more = [ast.keyword(word, constant(value)) for word, value in new]
    return ((node, "keywords", None, [*kept, *(located(one, node) for one in more)]),)


# -------------------------------------------------------------------------------- shape and order


def _of_shape(site: Site, node: ast.Call, label: str, scope: Scope) -> Iterator[Edit]:
    line = (node.lineno,)
    given = node.args[0] if len(node.args) == 1 and isinstance(node.args[0], ast.Tuple) else None
    holder, field, items = (given, "elts", given.elts) if given is not None else (node, "args", node.args)
    if 2 <= len(items) <= 4:
        for order in itertools.permutations(range(len(items))):
            if list(order) != sorted(order):
                arranged = [items[place] for place in order]
                change = partial(_listed, holder, field, arranged)
                yield Edit("order", (label, order), line, 2.0, change)
    if isinstance(node.func, ast.Attribute) and label == "reshape":
        base = node.func.value
        if scope.is_array(base):
            cost = 1.8 if isinstance(base, ast.Name) and scope.arrays.get(base.id) == 4 else 2.4
            for axes in ORDERS:
                moved = partial(method, base, "transpose", *[constant(axis) for axis in axes])
                yield Edit("order", ("before", axes), line, cost, replacing(node.func, "value", moved, node))
        known = scope.arrays.get(base.id, 0) if isinstance(base, ast.Name) else 0
        if known in (0, 2) and not (isinstance(base, ast.Attribute) and base.attr == "T"):
            turned = partial(attribute, base, "T")
            cost = 1.7 if known else 1.9
            yield Edit("order", ("before", "T"), line, cost, replacing(node.func, "value", turned, node))
        for three in [*itertools.permutations(range(3))][1:] if known in (0, 3) else ():
            moved = partial(method, base, "transpose", *[constant(axis) for axis in three])
            cost = 1.9 if known else 2.3
            yield Edit("order", ("before", three), line, cost, replacing(node.func, "value", moved, node))
        for places, back in (((0, 2, 3, 1), (0, 3, 1, 2)), ((0, 3, 1, 2), (0, 2, 3, 1))) if len(items) == 4 else ():
            change = partial(_gathered, site, node, holder, field, [items[place] for place in places], back)
            yield Edit("order", ("gathered", places), line, 2.0, change)
    is_turned = isinstance(site.holder, ast.Attribute) and site.holder.attr == "T"
    if is_turned and label == "reshape" and len(items) == 2:
        change = partial(_turned, site.holder, node, holder, field, [items[1], items[0]])
        yield Edit("order", ("reshaped",), line, 1.8, change)


def _gathered(
    site: Site, node: ast.Call, holder: ast.AST, field: str, items: list[ast.expr], back: tuple[int, ...]
) -> Changes:
    """``x.reshape(n, f, h, w)`` becomes ``x.reshape(n, h, w, f).transpose(0, 3, 1, 2)``."""
    moved = located(method(node, "transpose", *[constant(axis) for axis in back]), node)
    return ((holder, field, None, items), (site.holder, site.field, site.place, moved))


def _of_letters(node: ast.Call) -> Iterator[Edit]:
    """Yield other indices for einsum: two exchanged in one array, or all of the result in another order."""
    text = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
    if not isinstance(text, str) or text.count("->") != 1:
        return
    parts = text.replace(" ", "").replace("->", ",->,").split(",")
    for number, part in enumerate(parts):
        for one, other in itertools.combinations(range(len(part) if part != "->" else 0), 2):
            letters = list(part)
            letters[one], letters[other] = letters[other], letters[one]
            new = ",".join([*parts[:number], "".join(letters), *parts[number + 1 :]]).replace(",->,", "->")
            cost = 1.6 if number == len(parts) - 1 else 2.0
            yield Edit("order", ("letters",), (node.lineno,), cost, partial(_lettered, node, new))


def _lettered(node: ast.Call, text: str) -> Changes:
    return ((node, "args", 0, located(constant(text), node)),)


def _listed(holder: ast.AST, field: str, items: list[ast.expr]) -> Changes:
    return ((holder, field, None, items),)


def _turned(turned: ast.AST, node: ast.Call, holder: ast.AST, field: str, items: list[ast.expr]) -> Changes:
    """``x.reshape(a, b).T`` becomes ``x.reshape(b, a)``: the .T is undone by another one."""
    twice = located(ast.Attribute(node, "T", ast.Load()), node)
    return ((holder, field, None, items), (turned, "value", None, twice))


def _of_tuple(site: Site, node: ast.Tuple) -> Iterator[Edit]:
    if isinstance(site.statement, ast.Return) and site.statement.value is node:
        yield from _of_returned(site, node)
    elif 2 <= len(node.elts) <= 4:
        for one, other in itertools.combinations(range(len(node.elts)), 2):
            items = list(node.elts)
            items[one], items[other] = items[other], items[one]
            if ast.dump(items[one]) != ast.dump(items[other]):
                yield Edit("order", ("tuple", one, other), (site.line,), 2.2, partial(_listed, node, "elts", items))


def _of_returned(site: Site, node: ast.Tuple) -> Iterator[Edit]:
    """Yield other orders of what is returned."""
    for items in itertools.permutations(node.elts) if 2 <= len(node.elts) <= 4 else ():
        moved = sum(ast.dump(one) != ast.dump(other) for one, other in zip(items, node.elts, strict=True))
        if moved:
            cost = 1.6 if moved == 2 else 1.9
            order = tuple(node.elts.index(one) for one in items)
            yield Edit("returned", order, (site.line,), cost, partial(_listed, node, "elts", [*items]))


def _of_result(site: Site, scope: Scope) -> Iterator[Edit]:
    """Yield a result in another shape."""
    node = site.node
    if isinstance(node, (ast.Constant, ast.Tuple, ast.List, ast.Dict)):
        return
    is_single = isinstance(site.statement, ast.Return) or (
        isinstance(site.statement, ast.Assign) and isinstance(site.statement.targets[0], ast.Subscript)
    )
    if is_single:
        yield site.edit("shape", ("squeezed",), 2.0, numpy, scope.numpy, "squeeze", node)
        yield site.edit("shape", ("summed",), 2.4, numpy, scope.numpy, "sum", node)
    if scope.is_array(node) or isinstance(node, ast.Call):
        for array in scope.arrays:
            if not (isinstance(node, ast.Name) and node.id == array):
                shape = attribute(name(array), "shape")
                yield site.edit("shape", ("as", array), 2.5, method, node, "reshape", shape)


# ---------------------------------------------------------------------------------- arguments


def _of_arguments(site: Site, node: ast.Call, label: str, scope: Scope) -> Iterator[Edit]:
    line = (node.lineno,)
    if label in ("round", "ceil", "rint", "int") and node.args:
        floor = partial(numpy, scope.numpy, "floor", node.args[0])
        yield site.edit("rounding", ("floor",), 1.6, _whole, floor)
    if label in LIKE and node.args:
        yield Edit("type", ("like",), line, 1.2, partial(_as_floats, node))
    if label in ("float", "int", "item") and len(node.args) == 1:
        flat = partial(numpy, scope.numpy, "squeeze", node.args[0])
        yield Edit("shape", (label,), line, 1.6, partial(_first_argument, node, flat))
    if label == "exp" and node.args:
        yield Edit("large-exp", ("shift",), line, 0.9, partial(_first_argument, node, partial(_shifted, scope, node)))
    if label in ("dot", "matmul", "outer", "subtract", "divide") and len(node.args) == 2:
        yield Edit("order", ("arguments",), line, 2.0, partial(_listed, node, "args", node.args[::-1]))
    if label in ("dot", "matmul") and len(node.args) == 1 and isinstance(node.func, ast.Attribute):
        swapped = partial(method, node.args[0], label, node.func.value)
        yield site.edit("order", ("arguments",), 2.2, swapped)
    if label in ("range", "xrange") and len(node.args) == 3:
        yield Edit("step", ("range",), line, 2.0, partial(_listed, node, "args", node.args[:2]))
    if label in ROUNDING and node.args:
        yield site.edit("whole", (label,), 2.2, _same, node.args[0])
    if label == "squeeze" and not node.keywords:
        for axes in ((2, 3), (1, 2), -1, 0):  # where an axis of another length is 1 as well, it is to stay
            yield Edit("shape", ("squeezed along", axes), line, 1.7, partial(_words, node, (), [("axis", axes)]))
    if label in TURNING and node.args:
        yield site.edit("turned", (label,), 1.6, _same, node.args[0])
    if label in UNDONE and (node.args or isinstance(node.func, ast.Attribute)):
        inner = node.func.value if isinstance(node.func, ast.Attribute) and not _of_module(node) else None
        inner = inner if inner is not None else node.args[0] if node.args else None
        if inner is not None:
            yield site.edit("function", (label,), 2.2, _same, inner)
    for word in node.keywords:
        if word.arg == "dtype":
            rest = [one for one in node.keywords if one is not word]
            yield Edit("type", ("dtype",), line, 1.8, partial(_words, node, rest, []))
        elif word.arg in ("mode", "constant_values", "ddof", "axes"):
            rest = [one for one in node.keywords if one is not word]
            yield Edit("function", ("keyword", word.arg), line, 2.2, partial(_words, node, rest, []))


def _as_floats(node: ast.Call) -> Changes:
    """Give an array that is made the type float."""
    rest = [word for word in node.keywords if word.arg != "dtype"]
    return ((node, "keywords", None, [*rest, located(ast.keyword("dtype", name("float")), node)]),)


def of_types(scope: Scope) -> Iterator[Edit]:
    """Yield the type float for every array that is made, and for the arguments from the start."""
    calls = [node for node in walk(scope.function) if isinstance(node, ast.Call)]
    made = [node for node in calls if label_of(node) in LIKE or _has_type(node)]
    if len(made) > 1:
        lines = [node.lineno for node in made]
        yield Edit("type", ("all",), lines, 1.1, partial(_all_as_floats, made))
    arrays = [one for one in scope.parameters if one in scope.arrays]
    for some in [*([one] for one in arrays), *([arrays] if len(arrays) > 1 else [])]:
        reads = [node for node in walk(scope.function) if isinstance(node, ast.Name) and node.id in some]
        if reads:
            first = min(reads, key=lambda node: (node.lineno, node.col_offset))
            change = partial(_floats_from_start, scope, some, first)
            yield Edit("argument-type", ("argument",), (first.lineno,), 2.0, change)


def _has_type(node: ast.Call) -> bool:
    return label_of(node) in MAKING and any(word.arg == "dtype" for word in node.keywords)


def _all_as_floats(made: Sequence[ast.Call]) -> Changes:
    return tuple(change for node in made for change in _as_floats(node))


def _floats_from_start(scope: Scope, parameters: Sequence[str], like: ast.Name) -> Changes:
    first = [
        located(ast.Assign([ast.Name(one, ast.Store())], binary(name(one), ast.Mult, constant(1.0))), like)
        for one in parameters
    ]
    return ((scope.function, "body", None, [*first, *scope.function.body]),)


def _first_argument(node: ast.Call, make: Callable[[], ast.expr]) -> Changes:
    return ((node, "args", 0, located(make(), node)),)


def _whole(make: partial[ast.expr]) -> ast.expr:
    return ast.Call(name("int"), [make()], [])


def _shifted(scope: Scope, node: ast.Call) -> ast.expr:
    """Return the argument of exp, less the largest of its row."""
    argument = node.args[0]
    top = numpy(scope.numpy, "max", copy.deepcopy(argument), axis=-1, keepdims=True)
    return binary(argument, ast.Sub, top)


def of_start(scope: Scope) -> Iterator[Edit]:
    """Yield the first argument less the largest of its row, from the start; the line is that of the exp it serves."""
    calls = [node for node in walk(scope.function) if isinstance(node, ast.Call) and label_of(node) == "exp"]
    if calls and scope.parameters:
        first = min(calls, key=lambda call: call.lineno)
        yield Edit("large-exp", ("start",), (first.lineno,), 0.9, partial(_from_start, scope, first))


def _from_start(scope: Scope, like: ast.Call) -> Changes:
    parameter = scope.parameters[0]
    top = numpy(scope.numpy, "max", name(parameter), axis=-1, keepdims=True)
    first = ast.Assign([ast.Name(parameter, ast.Store())], binary(name(parameter), ast.Sub, top))
    return ((scope.function, "body", None, [located(first, like), *scope.function.body]),)
