"""One line of a dialect's file, taken apart, and the expressions in it. Pure.

In: text, as a course's students would write it.  Out: a `Line`, and what its expressions name or count.
"""

import ast
import dataclasses
import operator
from collections.abc import Callable, Mapping

from grader.submissions.parsing import parse

AS_FLOATS = "astype"  # of an argument, to float: for weights that the object changes
ONE_HOT = "one_hot"  # of labels, with the number of classes: a row with a single 1 for each
INSIDE = "inside"  # of an answer, without so many rows above and below, and columns left and right
SPREAD = "spread"  # of a bias: one for each entry of its map
TOTAL = "total"  # of gradients of such biases: one for each map
MOVES = ("transpose", "reshape", AS_FLOATS, ONE_HOT, INSIDE, SPREAD, TOTAL)
COMPARISONS: Mapping[type[ast.cmpop], Callable[[int, int], bool]] = {
    **{ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt},
    **{ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge},
}
OPERATIONS: Mapping[type[ast.operator], Callable[[int, int], int]] = {
    **{ast.Add: operator.add, ast.Sub: operator.sub},
    **{ast.Mult: operator.mul, ast.FloorDiv: operator.floordiv},
}


class Unreadable(Exception):
    """A line of a dialect's file that says nothing a dialect can say."""


@dataclasses.dataclass(frozen=True)
class Line:
    """One line, taken apart."""

    targets: tuple[str, ...]  # names that what is returned gets
    attribute: str  # "layer.W" where an attribute is given a value
    function: ast.expr | None  # what is called
    arguments: tuple[tuple[str, ast.expr], ...]  # name and value
    keywords: tuple[str, ...]


def expression(text: str) -> ast.expr:
    """Return an expression's tree."""
    try:
        return parse(text, "eval").body
    except SyntaxError:
        raise Unreadable(f"{text!r} is no expression") from None


def taken_apart(text: str) -> Line:
    """Return a line, taken apart."""
    try:
        (node,) = parse(text).body
    except (SyntaxError, ValueError):
        raise Unreadable(f"{text!r} is not one line of Python") from None
    value = node.value if isinstance(node, (ast.Assign, ast.Expr)) else None
    target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    if isinstance(target, ast.Attribute) and value is not None:
        return Line((), ast.unparse(target), None, ((target.attr, value),), ())
    names = target.elts if isinstance(target, ast.Tuple) else [target] if target is not None else []
    if not isinstance(value, ast.Call) or not all(isinstance(name, ast.Name) for name in names):
        raise Unreadable(f"{text!r} calls nothing, and gives no attribute a value")
    keywords = [(word.arg or "", word.value) for word in value.keywords]
    arguments = [(name_of(argument), argument) for argument in value.args]
    targets = tuple(name.id for name in names if isinstance(name, ast.Name))
    return Line(targets, "", value.func, (*arguments, *keywords), tuple(name for name, _ in keywords))


def name_of(node: ast.expr) -> str:
    """Return what an argument is called in messages."""
    return node.id if isinstance(node, ast.Name) else "value"


def base(node: ast.expr) -> tuple[str, str]:
    """Return the name that an expression starts with, and the attributes behind it: ``layer``, ``weight.grad``."""
    path: list[str] = []
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        if isinstance(node, ast.Subscript):  # of a list
            path.insert(0, ast.unparse(node.slice))
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MOVES:
            node = node.func.value
        elif isinstance(node, ast.Attribute):
            path.insert(0, node.attr)
            node = node.value
        else:
            break
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        return base(node.right)
    if not isinstance(node, ast.Name):
        raise Unreadable(f"{ast.unparse(node)!r} is no name")
    return node.id, ".".join(path)


def before(node: ast.expr) -> ast.expr | None:
    """Return what an answer is subtracted from, ``b`` in ``(b - layer.bias).reshape(-1)``; None where it is not."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return node.left if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) else None


def shown(line: Line) -> str:
    """Return what a line calls, as it is written in reports."""
    return line.attribute if line.function is None else ast.unparse(line.function)


def holds(node: ast.expr, sizes: Mapping[str, int]) -> bool:
    """Whether sizes fulfil a comparison, or comparisons that `and` and `or` join."""
    if isinstance(node, ast.BoolOp):
        return (all if isinstance(node.op, ast.And) else any)(holds(part, sizes) for part in node.values)
    if not isinstance(node, ast.Compare) or len(node.ops) != 1 or type(node.ops[0]) not in COMPARISONS:
        raise Unreadable(f"{ast.unparse(node)!r} is no comparison of two sizes")
    left, right = (number(side, sizes) for side in (node.left, node.comparators[0]))
    return COMPARISONS[type(node.ops[0])](left, right)


def number(node: ast.expr, sizes: Mapping[str, int]) -> int:
    """Return a whole number made of sizes."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return node.value
    if isinstance(node, ast.Name) and node.id in sizes:
        return sizes[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -number(node.operand, sizes)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        return OPERATIONS[type(node.op)](number(node.left, sizes), number(node.right, sizes))
    raise Unreadable(f"{ast.unparse(node)!r} is no number, and no size of the case")
