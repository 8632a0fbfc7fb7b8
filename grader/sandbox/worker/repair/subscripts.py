"""Edits of subscripts: where a slice begins and ends, and which index stands where. Worker's side."""

import ast
import itertools
from collections.abc import Iterator, Sequence
from functools import partial

from .build import binary, constant, extent, method, name, subscript
from .edit import Change, Changes, Edit, located
from .scope import Scope, is_step
from .sites import Site

Items = list[ast.expr]


def of_site(site: Site, scope: Scope) -> Iterator[Edit]:
    """Yield other subscripts for what stands at a place."""
    node = site.node
    if isinstance(node, ast.Subscript) and not _is_shape(node) and not _is_key(node):
        yield from _of_bounds(node, scope)
        yield from _of_order(node)
        yield from _of_places(node, scope)
        if isinstance(node.ctx, ast.Load):
            is_cropped = site.role == "value" and sum(_is_slice(item) for item in items_of(node)) > 1
            yield site.edit("frame" if is_cropped else "index", ("all",), 1.5 if is_cropped else 2.4, _whole, node)
        yield from _of_chain(site, node)
    elif isinstance(node, ast.Subscript) and _is_shape(node) and isinstance(node.slice, ast.Constant):
        for axis in range(4):
            if node.slice.value != axis:
                change = partial(_put, node, "slice", [partial(constant, axis)], node)
                yield Edit("name", ("extent", axis), (site.line,), 1.8, change)
    if isinstance(node, ast.List) and len(node.elts) == 1 and site.role in ("value", "inner"):
        for array in scope.arrays:
            yield site.edit("index", ("list", array), 2.2, subscript, name(array), node.elts[0])
    if isinstance(node, ast.Name) and scope.arrays.get(node.id) == 4 and isinstance(site.statement, ast.Return):
        for size in sorted(scope.sizes, key=lambda one: not is_step(one)):
            yield site.edit("frame", ("result", size), 2.2 if is_step(size) else 2.6, _cropped, node, size)


def _whole(node: ast.Subscript) -> ast.expr:
    return node.value


def _is_slice(item: ast.expr) -> bool:
    return isinstance(item, ast.Slice) and _is_cut(item)


def _of_chain(site: Site, node: ast.Subscript) -> Iterator[Edit]:
    """Yield ``a[:2, :2]`` for ``a[:2][:2]``, which cuts the rows twice."""
    chain = [node]
    while isinstance(chain[0].value, ast.Subscript) and not _is_shape(chain[0].value):
        chain.insert(0, chain[0].value)
    items = [item for one in chain for item in items_of(one)]
    is_inner = isinstance(site.holder, ast.Subscript) and site.field == "value"
    if len(chain) > 1 and not is_inner and sum(isinstance(item, ast.Slice) for item in items) > 1:
        yield site.edit("index", ("joined",), 1.2, subscript, chain[0].value, *items)


def _is_shape(node: ast.Subscript) -> bool:
    return isinstance(node.value, ast.Attribute) and node.value.attr == "shape"


def _is_key(node: ast.Subscript) -> bool:
    return isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)


def items_of(node: ast.Subscript) -> Items:
    """Return what stands between the brackets."""
    return list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]


def _arranged(node: ast.Subscript, items: Items) -> Changes:
    new = items[0] if len(items) == 1 else ast.Tuple(items, ast.Load())
    return ((node, "slice", None, located(new, node)),)


def _put(node: ast.AST, field: str, make: Sequence[partial[ast.expr]], like: ast.AST) -> Changes:
    return tuple((node, field, None, located(one(), like)) for one in make)


# -------------------------------------------------------------------------------------- bounds


def _of_bounds(node: ast.Subscript, scope: Scope) -> Iterator[Edit]:
    line, items = (node.lineno,), items_of(node)
    slices = [(axis, item) for axis, item in enumerate(items) if isinstance(item, ast.Slice)]
    for axis, one in slices:
        if one.lower is not None and one.upper is not None:
            yield Edit("bound", ("lower",), line, 2.4, partial(_bounds, [(one, None, one.upper)]))
        if one.upper is not None:
            yield Edit("bound", ("upper",), line, 2.4, partial(_bounds, [(one, one.lower, None)]))
        if isinstance(one.upper, ast.UnaryOp) and isinstance(one.upper.op, ast.USub):
            yield Edit("frame", ("end",), line, 1.0, partial(_from_start, node, [(axis, one)]))
        if one.step is not None:
            kind = "turned" if _is_backwards(one) else "step"
            yield Edit(kind, ("less",), line, 2.0, partial(_stepless, one))
        elif one.lower is None and one.upper is None:
            for step in scope.steps:
                yield Edit("step", ("more", step), line, 2.2, partial(_stepped, one, step))
    cut = [(axis, one) for axis, one in slices if one.lower is not None or one.upper is not None]
    if len(cut) == 2:
        ends = [one for one in cut if isinstance(one[1].upper, ast.UnaryOp)]
        if len(ends) == 2:
            yield Edit("frame", ("both ends",), line, 0.6, partial(_from_start, node, ends))
        for size in scope.sizes:
            known = is_step(size)
            crop = partial(_frame, node, cut, size)
            yield Edit("frame", ("frame", size), line, 1.2 if known else 2.6, crop)
            if not known and all(one.lower is not None for _, one in cut):
                yield Edit("bound", ("window", size), line, 1.9, partial(_windows, cut, [name(size)] * 2))
            if all(one.lower is None for _, one in cut):
                yield Edit("frame", ("moved", size), line, 1.4 if known else 2.6, partial(_moved, cut, size))
        has_begun = all(one.lower is not None for _, one in cut)
        for high, wide in scope.twins if has_begun else ():
            change = partial(_windows, cut, [name(high), name(wide)])
            yield Edit("bound", ("window", high, wide), line, 1.9, change)
        for array, axes in scope.arrays.items() if has_begun else ():
            if axes > 1:
                change = partial(_windows, cut, [extent(name(array), axis) for axis in (-2, -1)])
                yield Edit("bound", ("window", array), line, 2.2, change)
    turned = [one for _, one in slices if one.step is not None]
    if len(turned) > 1:
        kind = "turned" if all(map(_is_backwards, turned)) else "step"
        yield Edit(kind, ("none",), line, 1.6, partial(_all_stepless, turned))


def _is_backwards(one: ast.Slice) -> bool:
    """Whether a slice goes from the end to the beginning."""
    return isinstance(one.step, ast.UnaryOp) and isinstance(one.step.op, ast.USub)


def _bounds(new: Sequence[tuple[ast.Slice, ast.expr | None, ast.expr | None]]) -> Changes:
    changes: list[Change] = []
    for one, lower, upper in new:
        changes += [(one, "lower", None, lower)] if lower is not one.lower else []
        changes += [(one, "upper", None, upper)] if upper is not one.upper else []
    return tuple(changes)


def _from_start(node: ast.Subscript, ends: Sequence[tuple[int, ast.Slice]]) -> Changes:
    """``a:-p`` becomes ``a:size - p``, which holds where p is 0."""
    new = []
    for axis, one in ends:
        assert isinstance(one.upper, ast.UnaryOp)
        upper = located(binary(extent(node.value, axis), ast.Sub, one.upper.operand), node)
        new.append((one, one.lower, upper))
    return _bounds(new)  # type: ignore[arg-type]


def _crop(array: ast.expr, axis: int, size: str) -> tuple[ast.expr, ast.expr]:
    return name(size), binary(extent(array, axis), ast.Sub, name(size))


def _frame(node: ast.Subscript, cut: Sequence[tuple[int, ast.Slice]], size: str) -> Changes:
    changes: list[Change] = []
    for axis, one in cut:
        lower, upper = _crop(node.value, axis, size)
        changes.append((one, "lower", None, located(lower, node)))
        changes.append((one, "upper", None, located(upper, node)))
    return tuple(changes)


def _moved(cut: Sequence[tuple[int, ast.Slice]], size: str) -> Changes:
    """``:H`` becomes ``pad:pad + H``."""
    changes: list[Change] = []
    for _, one in cut:
        assert one.upper is not None
        changes.append((one, "lower", None, located(name(size), one.upper)))
        changes.append((one, "upper", None, located(binary(name(size), ast.Add, one.upper), one.upper)))
    return tuple(changes)


def _windows(cut: Sequence[tuple[int, ast.Slice]], sizes: Sequence[ast.expr]) -> Changes:
    """``a:b, c:d`` becomes ``a:a + height, c:c + width``."""
    changes: list[Change] = []
    for (_, one), size in zip(cut, sizes, strict=True):
        assert one.lower is not None
        changes.append((one, "upper", None, located(binary(one.lower, ast.Add, size), one.lower)))
    return tuple(changes)


def _cropped(array: ast.Name, size: str) -> ast.expr:
    edges = [ast.Slice(*_crop(array, axis, size)) for axis in (2, 3)]
    return ast.Subscript(array, ast.Tuple([ast.Slice(), ast.Slice(), *edges], ast.Load()), ast.Load())


def _stepless(one: ast.Slice) -> Changes:
    return ((one, "step", None, None),)


def _all_stepless(some: Sequence[ast.Slice]) -> Changes:
    return tuple((one, "step", None, None) for one in some)


def _stepped(one: ast.Slice, step: str) -> Changes:
    return ((one, "step", None, located(name(step), one)),)


# ------------------------------------------------------------------------------ order and places


def _of_order(node: ast.Subscript) -> Iterator[Edit]:
    items, line = items_of(node), (node.lineno,)
    bounded = [axis for axis, item in enumerate(items) if isinstance(item, ast.Slice) and _is_cut(item)]
    for one, other in itertools.combinations(range(len(items)), 2):
        new = list(items)
        new[one], new[other] = new[other], new[one]
        cost = 1.8 if [one, other] == bounded else 2.2
        if ast.dump(items[one]) != ast.dump(items[other]):
            yield Edit("index", ("order", one, other), line, cost, partial(_arranged, node, new))


def _is_cut(item: ast.Slice) -> bool:
    return item.lower is not None or item.upper is not None


def _of_places(node: ast.Subscript, scope: Scope) -> Iterator[Edit]:
    items, line = items_of(node), (node.lineno,)
    for axis, item in enumerate(items):
        if not isinstance(item, ast.Slice):
            new = [*items[:axis], ast.Slice(), *items[axis + 1 :]]
            is_number = isinstance(item, ast.Constant)
            yield Edit("index", ("all", axis), line, 1.6 if is_number else 2.6, partial(_arranged, node, new))
            for counter in scope.counters if is_number else ():
                new = [*items[:axis], name(counter), *items[axis + 1 :]]
                yield Edit("index", ("counted", axis, counter), line, 1.5, partial(_arranged, node, new))
        if len(items) > 1:
            yield Edit("index", ("less", axis), line, 2.8, partial(_arranged, node, items[:axis] + items[axis + 1 :]))
        if isinstance(item, ast.Slice) and not _is_cut(item) and item.step is None:
            for counter in scope.counters:
                new = [*items[:axis], name(counter), *items[axis + 1 :]]
                yield Edit("index", ("one", axis, counter), line, 2.6, partial(_arranged, node, new))
    last = items[-1]
    if isinstance(last, ast.Slice) and (_is_cut(last) or last.step is not None):
        yield Edit("index", ("again",), line, 2.0, partial(_arranged, node, [*items, last]))
    is_short = isinstance(node.value, ast.Name) and scope.arrays.get(node.value.id, 0) > len(items)
    is_named = is_short and any(isinstance(item, ast.Slice) and _is_cut(item) for item in items)
    for counter in scope.counters:
        cost = 1.7 if is_named else 2.8
        yield Edit("index", ("before", counter), line, cost, partial(_arranged, node, [name(counter), *items]))
        if len(items) < 4:
            yield Edit("index", ("behind", counter), line, 2.8, partial(_arranged, node, [*items, name(counter)]))


def _turned(node: ast.expr, axes: int) -> ast.expr:
    """Return an array the other way round along its last axes."""
    backwards = [ast.Slice(None, None, constant(-1)) for _ in range(axes)]
    dots: list[ast.expr] = [ast.Constant(...)]
    return subscript(node, *dots, *backwards)


def of_unindexed(site: Site, scope: Scope) -> Iterator[Edit]:
    """Yield an array with an index, or as a copy, where all of it stands."""
    node = site.node
    if not isinstance(node, ast.Name) or node.id not in scope.arrays or site.role not in ("value", "inner"):
        return
    yield site.edit("copy", (), 2.4, method, node, "copy")
    axes = scope.arrays[node.id]
    for turned in {min(axes, 2), axes}:
        yield site.edit("turned", (turned,), 2.2, _turned, node, turned)
    if not isinstance(site.holder, ast.Subscript):
        for counter in scope.counters:
            yield site.edit("index", ("entry", counter), 2.6, subscript, node, name(counter))
