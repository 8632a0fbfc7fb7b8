"""The places of a function that hold an expression. Worker's side."""

import ast
from collections.abc import Callable, Collection, Iterator
from functools import cached_property, partial
from typing import Any

from .edit import Edit, one_change
from .nodes import is_range

LONGEST = 160  # characters of a dump that is compared with others


class Site:
    """One place that holds an expression.

    Attributes
    ----------
    node : ast.expr
        What stands there.
    statement : ast.stmt
        The statement that it belongs to.
    role : str
        What it is there for: ``"bound"`` of a slice, ``"index"``, argument of ``"range"``, ``"value"`` that is assigned
        or returned, or ``"inner"``: a part of a larger expression.
    in_slice : bool
        Whether it is a bound of a slice, or a part of one.
    """

    __slots__ = ("__dict__", "field", "holder", "in_slice", "node", "place", "role", "statement")

    def __init__(
        self,
        where: tuple[ast.AST, str, int | None],
        node: ast.expr,
        statement: ast.stmt,
        role: str,
        in_slice: bool,
    ) -> None:
        self.holder, self.field, self.place = where
        self.node, self.statement, self.role, self.in_slice = node, statement, role, in_slice

    @property
    def line(self) -> int:
        """The line that it stands on."""
        return getattr(self.node, "lineno", self.statement.lineno)

    @cached_property
    def what(self) -> str:
        """What stands there, to be compared; nothing where that is long."""
        text = ast.dump(self.node)
        return text if len(text) < LONGEST else ""

    def edit(self, kind: str, key: tuple[Any, ...], cost: float, make: Callable[..., Any], *arguments: Any) -> Edit:
        """Return the edit that puts what `make` returns, given the arguments, in this place."""
        if isinstance(self.statement, (ast.If, ast.While)) and kind != "comparison":  # what stands there is its test
            kind = "condition"
        change = partial(one_change, self.holder, self.field, self.place, partial(make, *arguments), self.node)
        return Edit(kind, key, (self.line,), cost, change, self.what)


def sites(function: ast.FunctionDef, loops: Collection[str]) -> Iterator[Site]:
    """Yield every place of a function's body that holds an expression; counters of loops are alike to one another."""
    for statement in function.body:
        for site in _below(statement, statement, "", False):
            if isinstance(site.node, ast.Name) and site.node.id in loops:
                site.what = "counter of a slice" if site.in_slice else "counter"
            yield site


def _below(node: ast.AST, statement: ast.stmt, role: str, in_slice: bool) -> Iterator[Site]:
    for field, value in ast.iter_fields(node):
        items: list[tuple[int | None, Any]] = [*enumerate(value)] if isinstance(value, list) else [(None, value)]
        for place, child in items:
            if isinstance(child, ast.stmt):
                yield from _below(child, child, "", False)
            elif isinstance(child, ast.Slice):  # no expression of its own, though Python counts it as one
                yield from _below(child, statement, role, True)
            elif isinstance(child, ast.expr):
                mine, is_bound = _role(node, field, role), in_slice and not isinstance(node, ast.Subscript)
                yield Site((node, field, place), child, statement, mine, is_bound)
                yield from _below(child, statement, mine, is_bound)
            elif isinstance(child, (ast.keyword, ast.comprehension, ast.withitem, ast.ExceptHandler)):
                yield from _below(child, statement, role, in_slice)


def _role(holder: ast.AST, field: str, role: str) -> str:
    if isinstance(holder, ast.Slice):
        return "bound"
    if isinstance(holder, ast.Subscript):
        return "index" if field == "slice" else "inner"
    if isinstance(holder, ast.Tuple):
        return role if role in ("index", "value") else "inner"
    if isinstance(holder, ast.Call):
        return "range" if is_range(holder) and field == "args" else "inner"
    if isinstance(holder, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return)):
        return "value" if field == "value" else ""
    return "inner" if isinstance(holder, ast.expr) else role
