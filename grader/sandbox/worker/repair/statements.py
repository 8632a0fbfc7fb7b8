"""Edits of statements: kept for summed, another place, one too many, inside or outside a loop. Worker's side."""

import ast
from collections.abc import Iterator
from functools import partial
from typing import Any

from .build import attribute, constant, name, numpy
from .edit import Changes, Edit, located, replacing
from .nodes import is_range, walk
from .scope import Scope

FAR = 4  # statements that one is moved over


def of_function(scope: Scope) -> Iterator[Edit]:
    """Yield other statements, and other orders of them."""
    began = {id(statement) for statement in scope.function.body}
    first = {one.id for node in scope.function.body if isinstance(node, ast.Assign) for one in _names_in(node.targets)}
    yield from _of_start(scope.function, scope)
    yield from _of_refusals(scope.function)
    for holder in walk(scope.function):
        for field in ("body", "orelse"):
            body = getattr(holder, field, None)
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                yield from _of_body(holder, field, body, scope)
                for place, statement in enumerate(body):
                    if id(statement) not in began and isinstance(statement, ast.Assign):
                        yield from _of_total(holder, field, place, statement, first)


def _of_body(holder: ast.AST, field: str, body: list[ast.stmt], scope: Scope) -> Iterator[Edit]:
    for place, statement in enumerate(body):
        yield from _of_sum(holder, field, place, statement, scope)
        if not isinstance(statement, ast.Return):
            yield from _of_order(holder, field, body, place)
        if isinstance(statement, (ast.For, ast.While)):
            yield from _of_loop(holder, field, body, place, statement)
        if isinstance(statement, ast.For):
            yield from _of_extents(statement, scope)
        if isinstance(statement, ast.If):
            new = [*body[:place], *statement.body, *body[place + 1 :]]
            yield Edit("condition", ("always",), (statement.lineno,), 2.0, _listed(holder, field, new))


def _listed(holder: ast.AST, field: str, new: list[ast.stmt]) -> partial[Changes]:
    return partial(_lists, [(holder, field, new)])


def _lists(new: list[tuple[ast.AST, str, list[ast.stmt]]]) -> Changes:
    return tuple((holder, field, None, items) for holder, field, items in new)


# ----------------------------------------------------------------------------- kept or summed


def _of_sum(holder: ast.AST, field: str, place: int, statement: ast.stmt, scope: Scope) -> Iterator[Edit]:
    line = (statement.lineno,)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, (ast.Subscript, ast.Name)):
            cost = 0.8 if isinstance(target, ast.Subscript) else 2.6
            yield Edit("summed", ("more",), line, cost, partial(_added, holder, field, place, statement, target))
    elif isinstance(statement, ast.AugAssign):
        yield Edit("summed", ("less",), line, 1.8, partial(_assigned, holder, field, place, statement))
        if isinstance(statement.target, ast.Subscript) and isinstance(statement.op, ast.Add):
            index = statement.target.slice
            items = index.elts if isinstance(index, ast.Tuple) else [index]
            if not all(isinstance(item, (ast.Slice, ast.Constant)) or scope.is_whole(item) for item in items):
                change = partial(_each_added, holder, field, place, statement, scope.numpy)
                yield Edit("repeated", ("each",), line, 1.4, change)


def _names_in(targets: list[ast.expr]) -> Iterator[ast.Name]:
    return (node for target in targets for node in walk(target) if isinstance(node, ast.Name))


def _of_total(holder: ast.AST, field: str, place: int, statement: ast.Assign, first: set[str]) -> Iterator[Edit]:
    """Yield a sum for a value that was there before a loop, and is replaced in each of its rounds."""
    target = statement.targets[0]
    if len(statement.targets) != 1 or not isinstance(target, ast.Name) or target.id not in first:
        return
    if target.id not in {node.id for node in _names_in([statement.value])}:
        change = partial(_added, holder, field, place, statement, target)
        yield Edit("summed", ("total",), (statement.lineno,), 0.9, change)


def _added(holder: ast.AST, field: str, place: int, statement: ast.Assign, target: Any) -> Changes:
    new = ast.AugAssign(target, ast.Add(), statement.value)
    return ((holder, field, place, located(new, statement)),)


def _assigned(holder: ast.AST, field: str, place: int, statement: ast.AugAssign) -> Changes:
    new = ast.Assign([statement.target], statement.value)
    return ((holder, field, place, located(new, statement)),)


def _each_added(holder: ast.AST, field: str, place: int, statement: ast.AugAssign, module: str) -> Changes:
    """``a[index] += b`` becomes ``np.add.at(a, index, b)``, which adds as often as an entry is named."""
    target = statement.target
    assert isinstance(target, ast.Subscript)
    call = ast.Call(attribute(name(module), "add", "at"), [target.value, _as_value(target.slice), statement.value], [])
    return ((holder, field, place, located(ast.Expr(call), statement)),)


def _as_value(index: ast.expr) -> ast.expr:
    """Return what stands between brackets as an argument: ``a:b`` as a slice."""
    if isinstance(index, ast.Tuple):
        return ast.Tuple([_as_value(item) for item in index.elts], ast.Load())
    if isinstance(index, ast.Slice):
        ends = [end or ast.Constant(None) for end in (index.lower, index.upper, index.step)]
        return ast.Call(name("slice"), ends, [])
    return index


def _of_start(function: ast.FunctionDef, scope: Scope) -> Iterator[Edit]:
    """Yield zeros for what an array holds before something is added to its entries."""
    nodes = walk(function)
    sums = [node.target for node in nodes if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Subscript)]
    collecting = {target.value.id for target in sums if isinstance(target.value, ast.Name)}
    for node in nodes:
        target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
        if isinstance(target, ast.Name) and target.id in collecting and target.id in scope.arrays:
            assert isinstance(node, ast.Assign)
            change = replacing(node, "value", partial(_zeros, scope.numpy, node.value), node)
            yield Edit("start", ("zeros",), (node.lineno,), 1.7, change)


def _zeros(module: str, like: ast.expr) -> ast.expr:
    """Return an array of zeros in the shape of another one."""
    shape = numpy(module, "shape", like)
    return numpy(module, "zeros", shape)


def _of_refusals(function: ast.FunctionDef) -> Iterator[Edit]:
    """Yield the function without its assertions: inputs are refused that are none of those to be refused."""
    new: list[tuple[ast.AST, str, list[ast.stmt]]] = []
    lines: list[int] = []
    for holder in walk(function):
        body = getattr(holder, "body", None)
        if isinstance(body, list):
            kept = [one for one in body if not isinstance(one, ast.Assert)]
            if kept and len(kept) < len(body):
                new.append((holder, "body", kept))
                lines += [one.lineno for one in body if isinstance(one, ast.Assert)]
    if new:
        yield Edit("condition", ("refused",), lines, 2.1, partial(_lists, new))


# ------------------------------------------------------------------------------------- order


def _of_order(holder: ast.AST, field: str, body: list[ast.stmt], place: int) -> Iterator[Edit]:
    statement, rest = body[place], [*body[:place], *body[place + 1 :]]
    if rest:
        is_dropped = partial(_listed, holder, field)
        yield Edit("statement", ("less",), (statement.lineno,), 2.2, is_dropped(rest))
    for to in range(max(0, place - FAR), min(len(body), place + FAR + 1)):
        if (
            to == place or isinstance(body[to], ast.Return) or to == place - 1
        ):  # one step back is one step on of the other
            continue
        cost = 2.3 if to == place + 1 else 2.7
        lines = (statement.lineno, body[to].lineno)
        new = [*rest[:to], statement, *rest[to:]]
        yield Edit("place", ("moved", to - place), lines, cost, _listed(holder, field, new))


def _of_loop(
    holder: ast.AST, field: str, body: list[ast.stmt], place: int, loop: ast.For | ast.While
) -> Iterator[Edit]:
    inner = loop.body
    for cut in range(1, len(inner)):
        behind = [*body[: place + 1], *inner[cut:], *body[place + 1 :]]
        both = [(loop, "body", inner[:cut]), (holder, field, behind)]
        yield Edit("place", ("out",), (inner[cut].lineno,), 1.8, partial(_lists, both))
    if len(inner) > 1:
        before = [(loop, "body", inner[1:]), (holder, field, [*body[:place], inner[0], *body[place:]])]
        yield Edit("place", ("before",), (inner[0].lineno,), 2.2, partial(_lists, before))
    if place + 1 < len(body):
        follower = body[place + 1]
        rest = [*body[: place + 1], *body[place + 2 :]]
        if not isinstance(follower, ast.Return) or place + 2 < len(body):
            into = [(loop, "body", [*inner, follower]), (holder, field, rest)]
            yield Edit("place", ("in",), (follower.lineno,), 2.2, partial(_lists, into))
    if place > 0 and not isinstance(body[place - 1], ast.Return):
        first = [(loop, "body", [body[place - 1], *inner]), (holder, field, [*body[: place - 1], *body[place:]])]
        yield Edit("place", ("first",), (body[place - 1].lineno,), 2.0, partial(_lists, first))
        deeper = inner
        holder_inside: ast.AST = loop
        while len(deeper) == 1 and isinstance(deeper[0], (ast.For, ast.While)):
            holder_inside, deeper = deeper[0], deeper[0].body
            within = [
                (holder_inside, "body", [body[place - 1], *deeper]),
                (holder, field, [*body[: place - 1], *body[place:]]),
            ]
            yield Edit("place", ("within",), (body[place - 1].lineno,), 1.9, partial(_lists, within))
    yield from _of_terms(holder, field, body, place, loop)
    for last in inner:
        if isinstance(last, ast.Return):
            rest = [one for one in inner if one is not last]
            if rest:
                out = [(loop, "body", rest), (holder, field, [*body[: place + 1], last, *body[place + 1 :]])]
                yield Edit("place", ("returned",), (last.lineno,), 1.0, partial(_lists, out))


def _of_terms(
    holder: ast.AST, field: str, body: list[ast.stmt], place: int, loop: ast.For | ast.While
) -> Iterator[Edit]:
    """Yield a term of a sum that is added once, behind the loop, and not in each of its rounds."""
    for inner in walk(loop):
        if isinstance(inner, ast.AugAssign) and isinstance(inner.op, ast.Add) and isinstance(inner.value, ast.BinOp):
            sum_ = inner.value
            if isinstance(sum_.op, ast.Add):
                for kept, moved in ((sum_.left, sum_.right), (sum_.right, sum_.left)):
                    change = partial(_term_behind, (holder, field, body, place), inner, kept, moved)
                    yield Edit("place", ("term", moved is sum_.left), (inner.lineno,), 2.0, change)


def _term_behind(
    where: tuple[ast.AST, str, list[ast.stmt], int], inner: ast.AugAssign, kept: ast.expr, moved: ast.expr
) -> Changes:
    holder, field, body, place = where
    behind = located(ast.AugAssign(inner.target, ast.Add(), moved), inner)
    assert isinstance(behind, ast.stmt)
    return ((inner, "value", None, kept), (holder, field, None, [*body[: place + 1], behind, *body[place + 1 :]]))


# ------------------------------------------------------------------------------------- extents


def _of_extents(loop: ast.For, scope: Scope) -> Iterator[Edit]:
    """Yield a loop over the extent of an array, and two loops, one inside the other, over both of its last extents."""
    if not is_range(loop.iter):
        return
    inner = next((one for one in loop.body if isinstance(one, ast.For) and is_range(one.iter)), None)
    for array, axes in scope.arrays.items():
        for axis in range(-axes, 0):
            change = partial(_ranges, [(loop, array, axis)])
            yield Edit("bound", ("extent", array, axis), (loop.lineno,), 2.5, change)
        if inner is not None and axes > 1:
            both = partial(_ranges, [(loop, array, -2), (inner, array, -1)])
            yield Edit("bound", ("extents", array), (loop.lineno, inner.lineno), 1.8, both)


def _ranges(loops: list[tuple[ast.For, str, int]]) -> Changes:
    changes = []
    for loop, array, axis in loops:
        call = loop.iter
        assert isinstance(call, ast.Call)
        extent = ast.Subscript(attribute(name(array), "shape"), constant(axis), ast.Load())
        changes.append((call, "args", None, [located(extent, call)]))
    return tuple(changes)
