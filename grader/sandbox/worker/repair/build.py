"""Short ways to write new nodes of a syntax tree. Worker's side."""

import ast
import copy
from typing import Any

from .nodes import walk

LOAD = ast.Load()
Operator = type[ast.operator]


def name(identifier: str) -> ast.Name:
    """Return a name that is read."""
    return ast.Name(identifier, LOAD)


def constant(value: Any) -> ast.expr:
    """Return a constant; a tuple of numbers as a tuple of constants."""
    if isinstance(value, tuple):
        return ast.Tuple([constant(entry) for entry in value], LOAD)
    if isinstance(value, int) and value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def binary(left: ast.expr, operator: Operator, right: ast.expr) -> ast.BinOp:
    """Return the operation on both."""
    return ast.BinOp(left, operator(), right)


def negative(value: ast.expr) -> ast.UnaryOp:
    """Return the value with the other sign."""
    return ast.UnaryOp(ast.USub(), value)


def attribute(value: ast.expr, *names: str) -> ast.expr:
    """Return value.name, value.name.name."""
    for one in names:
        value = ast.Attribute(value, one, LOAD)
    return value


def numpy(module: str, function: str, *arguments: ast.expr, **keywords: Any) -> ast.Call:
    """Return a call of a function of NumPy, by the name that the submission has for NumPy."""
    words = [ast.keyword(word, constant(value)) for word, value in keywords.items()]
    return ast.Call(attribute(name(module), function), list(arguments), words)


def method(value: ast.expr, function: str, *arguments: ast.expr) -> ast.Call:
    """Return value.function(...)."""
    return ast.Call(attribute(value, function), list(arguments), [])


def subscript(value: ast.expr, *items: ast.expr) -> ast.Subscript:
    """Return value[items]."""
    return ast.Subscript(value, items[0] if len(items) == 1 else ast.Tuple(list(items), LOAD), LOAD)


def extent(array: ast.expr, axis: int) -> ast.Subscript:
    """Return array.shape[axis] of a copy of the expression, as it is read."""
    base = copy.deepcopy(array)
    for node in walk(base):
        if hasattr(node, "ctx"):
            node.ctx = LOAD
    return ast.Subscript(attribute(base, "shape"), ast.Constant(axis), LOAD)


def scaled(value: ast.expr, count: int) -> ast.BinOp:
    """Return count * value."""
    return binary(constant(count), ast.Mult, value)
