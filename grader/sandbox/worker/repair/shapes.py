"""Edits of shapes: an array in the shape of another one, a map that is made square. Worker's side."""

import ast
import copy
from collections.abc import Iterator, Sequence
from functools import partial

from .build import attribute, constant, name, numpy, subscript
from .calls import label_of
from .edit import Change, Changes, Edit, located, replacing
from .nodes import is_range, walk
from .scope import Scope

MADE = frozenset({"zeros", "empty", "zeros_like", "empty_like", "ones", "ones_like"})
OPPOSITE: dict[int | None, int] = {
    2: 3,
    3: 2,
    -1: -2,
    -2: -1,
    0: 1,
    1: 0,
}  # the axis of the columns for that of the rows, and back


def of_function(scope: Scope) -> Iterator[Edit]:
    """Yield other shapes of arrays that are made, and a size of its own for the second axis of square maps."""
    for node in walk(scope.function):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and label_of(node.value) in MADE:
            yield from _of_made(node, scope)
    values = _assigned_once(scope)
    for size, value in values.items():
        other = _other_way(value, scope)
        if other is not None:
            for is_second in (True, False):
                places = [*_places(scope.function, size, is_second)]
                if places:
                    lines = [line for _, line in places]
                    yield Edit("name", ("square", is_second), lines, 1.1, partial(_put, [p for p, _ in places], other))


# ---------------------------------------------------------------------- in the shape of another


def _of_made(node: ast.Assign, scope: Scope) -> Iterator[Edit]:
    own = {target.id for target in node.targets if isinstance(target, ast.Name)}
    line = (node.lineno,)

    def made(*items: ast.expr) -> partial[ast.Call]:
        shape = items[0] if len(items) == 1 else ast.Tuple([*items], ast.Load())
        return partial(numpy, scope.numpy, "zeros", shape)

    for array in scope.arrays:
        if array not in own:
            change = replacing(node, "value", made(attribute(name(array), "shape")), node)
            yield Edit("shape", ("like", array), line, 1.9, change)
    whole = [one for one in scope.parameters if scope.arrays.get(one) == 4][:2]
    for high, wide in scope.twins if whole else ():
        for last, axis in dict.fromkeys([(whole[0], 1), (whole[-1], 0)]):
            sizes = [_extent(whole[0], 0), _extent(last, axis), name(high), name(wide)]
            yield Edit("shape", ("map", high), line, 2.0, replacing(node, "value", made(*sizes), node))


def _extent(array: str, axis: int) -> ast.expr:
    return subscript(attribute(name(array), "shape"), constant(axis))


# ------------------------------------------------------------------------------------ square maps


def _assigned_once(scope: Scope) -> dict[str, ast.expr]:
    """Return the sizes that are worked out once, with what they are worked out from."""
    found: dict[str, list[ast.expr]] = {}
    for node in walk(scope.function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return {one: values[0] for one, values in found.items() if len(values) == 1 and one in scope.sizes}


def _other_way(value: ast.expr, scope: Scope) -> ast.expr | None:
    """Return the formula for the other axis, ``(W - WW) // s`` for ``(H - HH) // s``; None where it is the same."""
    turned = _Turning(scope)
    new: ast.expr = turned.visit(copy.deepcopy(value))
    return new if turned.is_other else None


class _Turning(ast.NodeTransformer):
    def __init__(self, scope: Scope) -> None:
        self.scope, self.is_other = scope, False

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return the twin of a size, if it has one."""
        twin = next((other for one, other in self.scope.twins if one == node.id), None)
        if twin is None:
            return node
        self.is_other = True
        return ast.copy_location(name(twin), node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """Return the other axis of a shape."""
        is_shape = isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
        other = OPPOSITE.get(_number(node.slice)) if is_shape else None
        if other is None:
            return node
        self.is_other = True
        return ast.copy_location(ast.Subscript(node.value, constant(other), ast.Load()), node)


def _number(index: ast.expr) -> int | None:
    """Return the whole number that is written out; None for anything else."""
    if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub):
        positive = _number(index.operand)
        return -positive if positive is not None else None
    return index.value if isinstance(index, ast.Constant) and type(index.value) is int else None


def _places(
    function: ast.FunctionDef, size: str, is_second: bool
) -> Iterator[tuple[tuple[ast.AST, str, int | None], int]]:
    """Yield the places where a size stands twice: in a shape, a product, or two loops of which one holds the other."""
    for node in walk(function):
        line = getattr(node, "lineno", 1)
        if isinstance(node, ast.Tuple) or (isinstance(node, ast.List) and isinstance(node.ctx, ast.Load)):
            yield from (((node, "elts", at), line) for at in _twice(node.elts, size, is_second))
        elif isinstance(node, ast.Call):
            yield from (((node, "args", at), line) for at in _twice(node.args, size, is_second))
        elif isinstance(node, ast.BinOp) and _is(node.left, size) and _is(node.right, size):
            yield (node, "right" if is_second else "left", None), line
        elif isinstance(node, ast.For) and _is_over(node, size):
            inner = [one for one in walk(node)[1:] if isinstance(one, ast.For) and _is_over(one, size)]
            if inner:
                loop = inner[0] if is_second else node
                yield (loop.iter, "args", len(getattr(loop.iter, "args", ())) - 1), loop.lineno


def _is(node: ast.expr, size: str) -> bool:
    return isinstance(node, ast.Name) and node.id == size


def _twice(items: Sequence[ast.expr], size: str, is_second: bool) -> list[int]:
    at = [place for place, item in enumerate(items) if _is(item, size)]
    return ([at[1]] if is_second else [at[0]]) if len(at) == 2 else []


def _is_over(loop: ast.For, size: str) -> bool:
    call = loop.iter
    return is_range(call) and len(call.args) in (1, 2) and _is(call.args[-1], size)


def _put(places: Sequence[tuple[ast.AST, str, int | None]], other: ast.expr) -> Changes:
    changes: dict[tuple[int, str, int | None], Change] = {}
    for holder, field, place in places:
        like = getattr(holder, field)
        like = like if place is None else like[place]
        changes[id(holder), field, place] = (holder, field, place, located(copy.deepcopy(other), like))
    return (*changes.values(),)
