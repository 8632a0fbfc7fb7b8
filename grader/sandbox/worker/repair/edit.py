"""An edit: what to put into some places of a syntax tree. It is applied in place, and taken back. Worker's side."""

import ast
import contextlib
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import Any

Change = tuple[ast.AST, str, int | None, Any]  # whose field, which field, which item of a list, the new value
Changes = tuple[Change, ...]
Maker = Callable[[], Changes]


class Edit:
    """One small change of a function, with its name. Most edits are never tried: the change is made when it is needed.

    Parameters
    ----------
    kind : str
        The name that the host knows it by.
    key : tuple
        What it does, in a form that two edits of the same sort share.
    lines : collection of int
        The lines of the source that it changes.
    cost : float
        The larger, the less often an edit like it mends real work.
    make : callable
        Returns the changes.
    what : str
        What stands at the place now; empty where that says nothing.
    """

    __slots__ = ("cost", "key", "kind", "lines", "made", "make", "what")

    def __init__(
        self, kind: str, key: tuple[Any, ...], lines: Collection[int], cost: float, make: Maker, what: str = ""
    ) -> None:
        self.kind, self.key, self.cost, self.make, self.what = kind, key, cost, make, what
        self.lines = tuple(sorted(set(lines))) if len(lines) > 1 else tuple(lines)
        self.made: Changes | None = None

    @property
    def changes(self) -> Changes:
        """The changes, made once."""
        if self.made is None:
            self.made = self.make()
        return self.made


@contextlib.contextmanager
def applied(changes: Changes) -> Iterator[None]:
    """Have the changes in the tree while the context lasts; whatever happens, they are taken back."""
    undo: list[Change] = []
    try:
        for holder, field, place, new in changes:
            value = getattr(holder, field)
            if place is None:
                undo.append((holder, field, None, value))
                setattr(holder, field, new)
            else:
                undo.append((holder, field, place, value[place]))
                value[place] = new
        yield
    finally:
        for holder, field, place, old in reversed(undo):
            if place is None:
                setattr(holder, field, old)
            else:
                getattr(holder, field)[place] = old


def merged(edits: Sequence[Edit]) -> Changes | None:
    """Return the changes of several edits as one; None where two of them change the same place."""
    places: dict[tuple[int, str], set[int | None]] = {}
    together: list[Change] = []
    for edit in edits:
        for change in edit.changes:
            holder, field, place, _ = change
            taken = places.setdefault((id(holder), field), set())
            if taken and (place is None or None in taken or place in taken):
                return None
            taken.add(place)
            together.append(change)
    return tuple(together)


def located(new: ast.AST, like: ast.AST) -> ast.AST:
    """Give new nodes the position of the node that they stand for; the student's own nodes keep theirs."""
    if isinstance(new, (ast.expr, ast.stmt, ast.keyword)) and getattr(new, "lineno", None) is None:
        new.lineno = new.end_lineno = getattr(like, "lineno", 1)
        new.col_offset = new.end_col_offset = getattr(like, "col_offset", 0)
        for child in ast.iter_child_nodes(new):
            located(child, like)
    elif not isinstance(new, (ast.expr, ast.stmt)):
        for child in ast.iter_child_nodes(new):
            located(child, like)
    return new


def one_change(holder: ast.AST, field: str, place: int | None, make: Callable[[], Any], like: ast.AST) -> Changes:
    """Return the one change that puts what `make` returns, a node or a list of nodes, into a place."""
    new = make()
    for node in new if isinstance(new, list) else [new]:
        if isinstance(node, ast.AST):
            located(node, like)
    return ((holder, field, place, new),)


def replacing(holder: ast.AST, field: str, make: Callable[[], Any], like: ast.AST) -> Maker:
    """Return what makes the change of a whole field."""
    return partial(one_change, holder, field, None, make, like)
