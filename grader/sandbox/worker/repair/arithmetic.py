"""Edits of arithmetic: operators, comparisons, numbers; a term or a factor more or less. Worker's side."""

import ast
import itertools
from collections.abc import Iterator
from functools import partial

from .build import attribute, binary, constant, name, negative, numpy, scaled
from .edit import Edit, replacing
from .scope import Scope, are_twins, is_step
from .sites import Site

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Div)
COMPARISONS = (ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.Eq)
COUNTED = ("bound", "range", "value", "index")  # where a whole number is a size or a place
PARTS = {ast.Add: "term", ast.Sub: "term", ast.Mult: "factor", ast.Div: "factor", ast.FloorDiv: "factor"}


def of_site(site: Site, scope: Scope) -> Iterator[Edit]:
    """Yield other arithmetic for what stands at a place."""
    node = site.node
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield from _of_number(site, node, scope)
    elif isinstance(node, ast.BinOp):
        yield from _of_operation(site, node, scope)
    elif isinstance(node, ast.Compare) and not any(map(_is_text, [node.left, *node.comparators])):
        yield from _of_comparison(site, node, scope)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield site.edit("sign", ("none",), 2.0, _same, node.operand)
    if _is_counted(site, scope):
        yield from _of_size(site, scope)
    elif site.role == "inner" and isinstance(node, ast.Name) and node.id in scope.sizes:
        yield from _of_part(node, site, scope)
    elif site.role == "value" and not _is_plain(node):
        yield from _of_value(site, scope)


def _same(node: ast.expr) -> ast.expr:
    return node


def _is_text(node: ast.expr) -> bool:
    """Whether a text is written out: which way of working is asked for is no slip."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_plain(node: ast.expr) -> bool:
    """Whether a value is written out or an array that is only made: a factor beside it would do nothing but cast it."""
    if isinstance(node, ast.Call):
        label = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return label.startswith(("zeros", "empty"))
    return isinstance(node, (ast.Constant, ast.Tuple, ast.List, ast.Compare, ast.Dict))


def _is_counted(site: Site, scope: Scope) -> bool:
    node = site.node
    if not scope.is_whole(node):
        return False
    is_counter = site.role == "inner" and isinstance(node, ast.Name) and node.id in scope.counters
    return site.role in COUNTED or is_counter


def _of_part(node: ast.Name, site: Site, scope: Scope) -> Iterator[Edit]:
    """Yield a size inside a larger expression, twice or half of it, or with a padding."""
    cost = 1.8 if node.id in scope.steps else 2.4
    yield site.edit("factor", ("twice",), cost, scaled, node, 2)
    yield site.edit("factor", ("half",), 2.4, binary, node, ast.FloorDiv, constant(2))
    for step in scope.steps:
        if step != node.id:
            yield site.edit("factor", ("times", step), 2.4, binary, node, ast.Mult, name(step))


# ------------------------------------------------------------------------------------- numbers


def _of_number(site: Site, node: ast.Constant, scope: Scope) -> Iterator[Edit]:
    value = node.value
    if type(value) is int:
        others = dict.fromkeys([value + 1, value - 1, 0, 1, 2, 2 * value, value * value])
        for other in others:
            if other != value:
                cost = 1.8 if abs(other - value) == 1 else 2.2
                yield site.edit("number", (value, other), cost, constant, other)
        for size in scope.sizes:
            near = size in scope.steps
            yield site.edit("number", (value, size), 1.4 if near else 2.4, name, size)
    if value == 0 and site.role == "value" and isinstance(site.statement, ast.Assign):
        yield site.edit("number", ("least",), 2.0, _least, scope.numpy)
    elif type(value) is float:
        for other_number in (2 * value, value / 2, 0.0, 1.0):
            if other_number != value:
                yield site.edit("number", (value, other_number), 2.4, constant, other_number)


def _least(module: str) -> ast.expr:
    return negative(attribute(name(module), "inf"))


# ---------------------------------------------------------------------------------- operations


def _of_operation(site: Site, node: ast.BinOp, scope: Scope) -> Iterator[Edit]:
    left, right, operator = node.left, node.right, type(node.op)
    kind = PARTS.get(operator, "operator")
    for other in OPERATORS:
        if other is not operator:
            cost = 1.6 if operator is ast.Div and other is ast.FloorDiv else 2.6 if other is ast.Div else 2.0
            yield site.edit("operator", (operator.__name__, other.__name__), cost, binary, left, other, right)
    yield site.edit(kind, ("less", "right", ast.dump(right)), 1.6, _same, left)
    yield site.edit(kind, ("less", "left", ast.dump(left)), 2.0, _same, right)
    if operator in (ast.Sub, ast.Div, ast.FloorDiv, ast.MatMult) or not scope.is_whole(node):
        yield site.edit("order", ("operands",), 2.2, binary, right, operator, left)
    if operator in (ast.Div, ast.FloorDiv):
        yield site.edit("factor", ("twice", "below"), 2.2, binary, left, operator, scaled(right, 2))
        for size in scope.sizes:
            below = binary(right, ast.Mult, name(size))
            yield site.edit("factor", ("below", size), 2.5, binary, left, operator, below)
        if isinstance(left, ast.BinOp) and isinstance(left.op, (ast.Add, ast.Sub)):
            yield site.edit("brackets", ("less",), 2.2, _unbracketed, left, operator, right)
            for step in scope.steps if scope.is_whole(left) else ():
                framed = binary(left, ast.Add, scaled(name(step), 2))
                yield site.edit("term", ("framed", step), 1.9, binary, framed, operator, right)
    if operator in (ast.Add, ast.Sub) and isinstance(right, ast.BinOp) and type(right.op) in (ast.Div, ast.FloorDiv):
        yield site.edit("brackets", ("more",), 1.8, _bracketed, left, operator, right)
    if operator is ast.Add and isinstance(left, ast.BinOp) and isinstance(left.op, ast.Sub):
        inner = left.right
        if isinstance(inner, ast.BinOp) and type(inner.op) in (ast.Div, ast.FloorDiv):
            yield site.edit("brackets", ("all",), 2.2, _all_bracketed, left, right)


def _unbracketed(left: ast.BinOp, operator: type[ast.operator], right: ast.expr) -> ast.expr:
    return binary(left.left, type(left.op), binary(left.right, operator, right))


def _bracketed(left: ast.expr, operator: type[ast.operator], right: ast.BinOp) -> ast.expr:
    return binary(binary(left, operator, right.left), type(right.op), right.right)


def _all_bracketed(left: ast.BinOp, right: ast.expr) -> ast.expr:
    inner = left.right
    assert isinstance(inner, ast.BinOp)
    divisor = binary(inner.right, ast.Add, right)
    return binary(binary(left.left, ast.Sub, inner.left), type(inner.op), divisor)


def _of_comparison(site: Site, node: ast.Compare, scope: Scope) -> Iterator[Edit]:
    for place, operator in enumerate(node.ops):
        for other in COMPARISONS:
            if not isinstance(operator, other):
                change = replacing(node, "ops", partial(_others, node.ops, place, other), node)
                yield Edit("comparison", (other.__name__,), (site.line,), 1.6, change)
    for unread in scope.unread if len(node.ops) == 1 else ():
        if scope.kinds.get(unread) in ("int", "float"):
            yield site.edit("comparison", ("unread", unread), 1.4, _equal, node.left, unread)


def _others(all_: list[ast.cmpop], place: int, comparison: type[ast.cmpop]) -> list[ast.cmpop]:
    return [*all_[:place], comparison(), *all_[place + 1 :]]


def _equal(value: ast.expr, unread: str) -> ast.expr:
    """Return whether a value equals what was worked out and never read: the maximum, in most cases."""
    return ast.Compare(value, [ast.Eq()], [name(unread)])


def of_mask(site: Site, scope: Scope) -> Iterator[Edit]:
    """Yield, for an array, where it equals what was worked out and never read."""
    node = site.node
    is_whole = not isinstance(site.holder, (ast.Subscript, ast.Attribute))
    if isinstance(node, ast.Name) and scope.arrays.get(node.id, 0) > 1 and is_whole and site.role in ("value", "inner"):
        for unread in scope.unread:
            if scope.kinds.get(unread) in ("int", "float") and unread not in scope.parameters:
                yield site.edit("comparison", ("mask", unread), 1.8, _equal, node, unread)


# --------------------------------------------------------------------------------- more of them


def _of_size(site: Site, scope: Scope) -> Iterator[Edit]:
    """Yield a whole number with a term, a factor or a divisor more."""
    node, role = site.node, site.role
    ends = "bound" if role in ("bound", "range") else "term"
    for operator in (ast.Sub, ast.Add):
        yield site.edit(ends, (operator.__name__, 1), 1.8, binary, node, operator, constant(1))
    yield site.edit("factor", ("twice",), 2.3, scaled, node, 2)
    yield site.edit("factor", ("half",), 2.1, binary, node, ast.FloorDiv, constant(2))
    if isinstance(node, ast.Name) and node.id in scope.steps and role != "range":
        for counter in scope.counters:
            yield site.edit("factor", ("times", counter), 2.0, binary, node, ast.Mult, name(counter))
    for other in scope.ints:
        if isinstance(node, ast.Name) and node.id == other:
            continue
        is_known, is_counter = other in scope.steps, other in scope.loops
        if not is_counter:
            yield site.edit("factor", ("times", other), 1.6 if is_known else 2.6, binary, node, ast.Mult, name(other))
            cost = 2.2 if is_known else 2.9
            yield site.edit("factor", ("divided", other), cost, binary, node, ast.FloorDiv, name(other))
        for operator in (ast.Add, ast.Sub):
            cost = 2.0 if is_known else 2.3 if is_counter and role == "index" and operator is ast.Add else 2.7
            yield site.edit("term", (operator.__name__, other), cost, binary, node, operator, name(other))
    if role in ("index", "bound"):
        for counter in scope.counters:
            for step in scope.steps:
                start = binary(name(counter), ast.Mult, name(step))
                yield site.edit("term", ("start", counter, step), 2.4, binary, node, ast.Add, start)


def _of_value(site: Site, scope: Scope) -> Iterator[Edit]:
    """Yield a result with a factor, a divisor, another sign or an argument more."""
    node = site.node
    yield site.edit("sign", ("minus",), 2.2, negative, node)
    for operator in (ast.Mult, ast.Div):
        yield site.edit("factor", ("result", operator.__name__, 2), 2.5, binary, node, operator, constant(2))
        for size in scope.sizes:
            yield site.edit("factor", ("result", operator.__name__, size), 2.3, binary, node, operator, name(size))
        for one, other in itertools.combinations(scope.sizes, 2):
            if are_twins(one, other) and operator is ast.Div and not is_step(one):
                area = binary(name(one), ast.Mult, name(other))
                yield site.edit("factor", ("area", one, other), 2.1, binary, node, operator, area)
    if not isinstance(site.statement, ast.Return):
        is_single = isinstance(site.statement, ast.AugAssign) or scope.is_array(node)
        if not is_single and isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            return
    for first in scope.parameters[:1] if isinstance(site.statement, ast.Return) else ():
        count = ast.Call(name("len"), [name(first)], [])
        yield site.edit("factor", ("result", "Div", "len"), 2.3, binary, node, ast.Div, count)
    for parameter in scope.parameters:
        cost = 1.2 if parameter in scope.unread else 2.7
        yield site.edit("term", ("result", parameter), cost, binary, node, ast.Add, name(parameter))
        if parameter in scope.unread:
            yield site.edit("factor", ("result", parameter), 1.3, binary, node, ast.Mult, name(parameter))
    for array, axes in scope.arrays.items():
        if array in scope.idle and array not in scope.parameters:
            yield site.edit("term", ("result", array), 2.2, binary, node, ast.Add, name(array))
        if axes == 1:
            for counter in scope.counters:
                entry = ast.Subscript(name(array), name(counter), ast.Load())
                cost = 1.4 if array in scope.idle else 2.6
                yield site.edit("term", ("entry", array, counter), cost, binary, node, ast.Add, entry)


def of_augmented(statement: ast.AugAssign) -> Iterator[Edit]:
    """Yield another operator for ``+=``."""
    for other in (ast.Add, ast.Sub, ast.Mult):
        if not isinstance(statement.op, other):
            change = replacing(statement, "op", other, statement)
            yield Edit("operator", ("augmented", other.__name__), (statement.lineno,), 2.2, change)


def of_absolute(site: Site, scope: Scope) -> Iterator[Edit]:
    """Yield the larger of a value and 0 for its absolute value."""
    node = site.node
    if isinstance(node, ast.Call) and len(node.args) == 1:
        label = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if label in ("abs", "absolute", "fabs"):
            yield site.edit("function", ("positive",), 1.8, _positive, scope.numpy, node.args[0])


def _positive(module: str, value: ast.expr) -> ast.expr:
    return numpy(module, "maximum", value, constant(0))
