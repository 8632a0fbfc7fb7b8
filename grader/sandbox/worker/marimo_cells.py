"""A notebook of marimo, which is a Python file whose cells are functions, as the module that its cells make. Pure.

In: a tree.  Out: the same with the statements of its cells at the top, on the lines where they stand.
"""

import ast


def at_the_top(tree: ast.Module) -> ast.Module | None:
    """Return the tree of a notebook with its cells opened; None for a module that is none."""
    app = next((name for name in map(_app_of, tree.body) if name), "")
    if not app or not any(isinstance(node, ast.Import) and _imports_marimo(node) for node in tree.body):
        return None
    body: list[ast.stmt] = []
    for node in tree.body:
        if _app_of(node) or (isinstance(node, ast.Import) and _imports_marimo(node) and len(node.names) == 1):
            continue
        body += _opened(node, app)
    return ast.Module(body, tree.type_ignores)


def _opened(node: ast.stmt, app: str) -> list[ast.stmt]:
    if isinstance(node, ast.With) and any(_part_of(item.context_expr, app) == "setup" for item in node.items):
        return node.body
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node]
    parts = {_part_of(decorator, app) for decorator in node.decorator_list}
    if "cell" in parts and not isinstance(node, ast.ClassDef):
        return [inner for inner in node.body if not isinstance(inner, ast.Return)]
    node.decorator_list = [decorator for decorator in node.decorator_list if not _part_of(decorator, app)]
    return [node]


def _app_of(node: ast.stmt) -> str:
    """Return the name in ``app = marimo.App(…)``; "" for another statement."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
        return ""
    target, made = node.targets[0], node.value.func
    is_app = isinstance(made, ast.Attribute) and made.attr == "App"
    return target.id if is_app and isinstance(target, ast.Name) else ""


def _part_of(node: ast.expr, app: str) -> str:
    """Return the part of the app that a decorator is: of ``app.cell(hide_code=True)``, ``cell``."""
    node = node.func if isinstance(node, ast.Call) else node
    is_part = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == app
    return node.attr if is_part else ""  # type: ignore[attr-defined]


def _imports_marimo(node: ast.Import) -> bool:
    return any(name.name == "marimo" for name in node.names)
