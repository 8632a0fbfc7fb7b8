"""Edits of loops: counters that are used twice, loops in steps of the stride, and where they end. Worker's side."""

import ast
import copy
import itertools
from collections.abc import Iterator, Sequence
from functools import partial

from .build import binary, constant, extent, name
from .edit import Change, Changes, Edit, located
from .nodes import is_range, walk
from .scope import Scope, is_step

MOST_KEPT = 12  # subscripts that may belong to the outer loop

Loops = Sequence[tuple[ast.For, ast.Call, str]]  # a loop, its range, its counter
Place = tuple[ast.AST, str, int | None, ast.Name, ast.expr]  # whose field, which, which item; the counter, its step


def of_function(scope: Scope) -> Iterator[Edit]:
    """Yield other counters, other steps and other ends of loops."""
    shadowing = [*_shadowing(scope.function, ())]
    if shadowing:
        yield from _of_shadowed(shadowing)
    counted = [(loop, call, loop.target.id) for loop, call in _ranges(scope) if isinstance(loop.target, ast.Name)]
    stepping = [
        one for one in counted if len(one[1].args) == 3 and isinstance(one[1].args[2], (ast.Name, ast.Constant))
    ]
    if stepping:
        lines = [loop.lineno for loop, _, _ in stepping]
        yield Edit("step", ("outputs",), lines, 1.4, partial(_by_output, stepping))
        for is_stored in (True, False):
            places = [*_places(stepping, is_stored)]
            lines = [item.lineno for *_, item, _ in places]
            if places:
                yield Edit("factor", ("place", is_stored), lines, 1.4, partial(_divided, places))
        yield from _of_ends(stepping, scope)


# ------------------------------------------------------------------------- one name, two loops


def _shadowing(node: ast.AST, outer: tuple[str, ...]) -> Iterator[ast.For]:
    """Yield the loops whose counter is that of a loop around them."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.For) and isinstance(child.target, ast.Name):
            if child.target.id in outer:
                yield child
            yield from _shadowing(child, (*outer, child.target.id))
        else:
            yield from _shadowing(child, outer)


def _of_shadowed(loops: Sequence[ast.For]) -> Iterator[Edit]:
    """Yield new names for the inner counters; in none of the places where they stand, or in all but one, the outer."""
    counters = {loop.target.id for loop in loops if isinstance(loop.target, ast.Name)}
    lines = [loop.lineno for loop in loops]
    yield Edit("counter", ("renamed",), lines, 0.8, partial(_renamed, loops, None))
    inside = {id(node): node for loop in loops for node in walk(loop) if isinstance(node, ast.Subscript)}
    kept = [one for one in inside.values() if counters & {n.id for n in walk(one.slice) if isinstance(n, ast.Name)}]
    for subscript in kept[:MOST_KEPT]:
        yield Edit("counter", ("kept",), lines, 0.8, partial(_renamed, loops, subscript))


def _renamed(loops: Sequence[ast.For], kept: ast.Subscript | None) -> Changes:
    outer = {id(node) for node in walk(kept.slice)} if kept is not None else set()
    changes: dict[int, Change] = {}
    for loop in loops:
        assert isinstance(loop.target, ast.Name)
        counter = loop.target.id
        for node in [loop.target, *(inner for statement in loop.body for inner in walk(statement))]:
            if isinstance(node, ast.Name) and node.id == counter and id(node) not in outer:
                changes[id(node)] = (node, "id", None, f"{counter}_inner")
    return (*changes.values(),)


# ------------------------------------------------------------------------------------- steps


def _ranges(scope: Scope) -> Iterator[tuple[ast.For, ast.Call]]:
    for node in walk(scope.function):
        if isinstance(node, ast.For) and is_range(node.iter) and node.iter.args:
            yield node, node.iter


def _by_output(loops: Loops) -> Changes:
    """``for i in range(0, n, s): x[i:i + h]`` becomes ``for i in range(0, n): x[i * s:i * s + h]``."""
    changes: dict[tuple[int, str], Change] = {}
    for loop, call, counter in loops:
        changes[id(call), "args"] = (call, "args", None, call.args[:2])
        for node in (inner for statement in loop.body for inner in walk(statement)):
            for field in _begun(node):
                known = changes.get((id(node), field))
                end = known[3] if known is not None else getattr(node, field)
                if end is not None and any(isinstance(one, ast.Name) and one.id == counter for one in walk(end)):
                    new = _Times(counter, call.args[2]).visit(copy.deepcopy(end))
                    changes[id(node), field] = (node, field, None, located(new, end))
    return (*changes.values(),)


def _begun(node: ast.AST) -> tuple[str, ...]:
    """Return the fields that say where a window begins or ends."""
    if isinstance(node, ast.Slice):
        return ("lower", "upper")
    return ("value",) if isinstance(node, ast.Assign) and isinstance(node.value, (ast.Name, ast.BinOp)) else ()


class _Times(ast.NodeTransformer):
    """Puts a counter's multiple in the place of the counter."""

    def __init__(self, counter: str, step: ast.expr) -> None:
        self.counter, self.step = counter, step

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return the multiple of the counter; another name as it is."""
        return binary(node, ast.Mult, copy.deepcopy(self.step)) if node.id == self.counter else node


def _places(loops: Loops, is_stored: bool) -> Iterator[Place]:
    """Yield the indices that are nothing but the counter of a loop in steps, with the step."""
    steps = {counter: call.args[2] for _, call, counter in loops}
    nodes = {id(node): node for loop, _, _ in loops for node in walk(loop) if isinstance(node, ast.Subscript)}
    for node in nodes.values():
        if is_stored and not isinstance(node.ctx, ast.Store):
            continue
        items = [*enumerate(node.slice.elts)] if isinstance(node.slice, ast.Tuple) else [(None, node.slice)]
        for place, item in items:
            if isinstance(item, ast.Name) and item.id in steps:
                holder, field = (node, "slice") if place is None else (node.slice, "elts")
                yield holder, field, place, item, steps[item.id]


def _divided(places: Sequence[Place]) -> Changes:
    """``out[i, j]`` becomes ``out[i // s, j // s]``."""
    return tuple(
        (holder, field, place, located(binary(item, ast.FloorDiv, copy.deepcopy(step)), item))
        for holder, field, place, item, step in places
    )


# -------------------------------------------------------------------------------------- ends


def _of_ends(loops: Loops, scope: Scope) -> Iterator[Edit]:
    """Yield ends behind the last place where a window begins that fits, of two loops at once."""
    for (outer, rows, _), (inner, columns, _) in itertools.pairwise(loops):
        if outer is inner or inner not in walk(outer):
            continue
        lines = (outer.lineno, inner.lineno)
        alike = [(one, one) for one in scope.sizes if not is_step(one)]
        for high, wide in [*scope.twins, *alike]:
            sizes = name(high), name(wide)
            cost = 1.8 if high != wide else 2.0
            yield Edit("bound", ("fits", high), lines, cost, partial(_ending, [rows, columns], None, sizes))
            for array, axes in scope.arrays.items():
                if axes == 4:
                    change = partial(_ending, [rows, columns], array, sizes)
                    yield Edit("bound", ("fits", high, array), lines, cost + 0.4, change)


def _ending(calls: Sequence[ast.Call], array: str | None, sizes: Sequence[ast.expr]) -> Changes:
    """``range(0, n, s)`` becomes ``range(0, n - h + 1, s)``, of the loop's own end or an array's."""
    changes: list[Change] = []
    for call, size, axis in zip(calls, sizes, (2, 3), strict=True):
        end = call.args[1] if array is None else extent(name(array), axis)
        new = binary(binary(end, ast.Sub, size), ast.Add, constant(1))
        changes.append((call, "args", 1, located(new, call)))
    return (*changes,)
