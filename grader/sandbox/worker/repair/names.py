"""Edits of names: another extent, index or parameter in this place; two of them exchanged. Worker's side."""

import ast
import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from .build import constant, name, subscript
from .edit import Changes, Edit
from .nodes import walk
from .scope import Scope
from .sites import Site

Read = list[tuple[ast.Name, ast.stmt]]
PartsOf = Callable[[ast.stmt], Sequence[Sequence[ast.Name]]]


def of_site(site: Site, scope: Scope) -> Iterator[Edit]:
    """Yield other names for what stands at a place."""
    node = site.node
    if isinstance(node, ast.Name):
        for other in scope.like(node.id):
            cost = 1.0 if scope.is_near(node.id, other) else 1.4 if other in scope.idle else 2.2
            yield site.edit("name", (node.id, other), cost, name, other)
        axes = scope.arrays.get(node.id)
        if axes is not None and isinstance(site.holder, ast.Call):
            for other, others in scope.arrays.items():
                if others != axes:
                    yield site.edit("name", ("array", node.id, other), 1.8 if others < axes else 2.5, name, other)
        if axes is not None:
            for other, more in scope.arrays.items():
                if more == axes + 1 and site.role in ("value", "inner"):
                    for counter in scope.counters:
                        cost = 1.4 if other in scope.idle else 2.6
                        yield site.edit("name", (node.id, other, counter), cost, _entry, other, counter)
    elif site.role in ("bound", "range") and scope.is_whole(node) and not isinstance(node, ast.Constant):
        for other in scope.ints:
            yield site.edit("name", ("instead", other), 2.6, name, other)


def _entry(array: str, counter: str) -> ast.expr:
    return subscript(name(array), name(counter))


# ------------------------------------------------------------------------------ several places


def of_function(scope: Scope, places: Sequence[Site]) -> Iterator[Edit]:
    """Yield exchanges of two names, in one statement or everywhere, and one name for another everywhere."""
    found: dict[str, Read] = {}
    for site in places:
        node = site.node
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and scope.kinds.get(node.id) == "int":
            found.setdefault(node.id, []).append((node, site.statement))
    parts_of = cache(_parts)  # a statement is looked at for many pairs of names
    for one, other in itertools.combinations(sorted(found), 2):
        yield from _exchanged(one, other, found, scope, parts_of)
    for one, other in itertools.permutations(scope.ints, 2):
        places_of = found.get(one, [])
        if len(places_of) > 1:
            nodes = [node for node, _ in places_of]
            cost = 1.8 if scope.is_near(one, other) else 2.6
            yield Edit("name", ("all", one, other), _lines(nodes), cost, partial(_renamed, nodes, {one: other}))
    yield from _stored(scope)


def _exchanged(one: str, other: str, found: dict[str, Read], scope: Scope, parts_of: PartsOf) -> Iterator[Edit]:
    both = [*found[one], *found[other]]
    near = scope.is_near(one, other)
    swap = {one: other, other: one}
    statements = {id(statement): statement for _, statement in both}
    for statement in statements.values():
        nodes = [node for node, mine in both if mine is statement]
        if len({node.id for node in nodes}) == 2:
            cost = 1.2 if near else 2.4
            yield Edit("exchanged", (one, other), _lines(nodes), cost, partial(_renamed, nodes, swap))
            yield from _in_parts(parts_of(statement), nodes, swap, near)
    if near and len(statements) > 1:
        nodes = [node for node, _ in both]
        yield Edit("exchanged", ("all", one, other), _lines(nodes), 1.8, partial(_renamed, nodes, swap))


def _parts(statement: ast.stmt) -> list[list[ast.Name]]:
    """Return the names in each subscript and call of a statement."""
    parts = [part for part in walk(statement) if isinstance(part, (ast.Subscript, ast.Call))]
    return [[node for node in walk(part) if isinstance(node, ast.Name)] for part in parts]


def _in_parts(
    parts: Sequence[Sequence[ast.Name]], nodes: Sequence[ast.Name], swap: dict[str, str], near: bool
) -> Iterator[Edit]:
    """Yield the exchange in one subscript or call of a statement that has more of the two names."""
    chosen = {id(node) for node in nodes}
    for part in parts:
        inside = [node for node in part if id(node) in chosen]
        if len({node.id for node in inside}) == 2 and len(inside) < len(nodes):
            cost = 1.5 if near else 2.7
            yield Edit("exchanged", ("part", *swap), _lines(inside), cost, partial(_renamed, inside, swap))


def _stored(scope: Scope) -> Iterator[Edit]:
    """Yield one name for another where it is written and where it is read, and names unpacked in another order."""
    names = [node for node in walk(scope.function) if isinstance(node, ast.Name)]
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    for one in sorted(stored):
        for other in scope.like(one):
            nodes = [node for node in names if node.id == one]
            if scope.kinds[one] in ("int", "float"):
                cost = 2.4 if scope.is_near(one, other) or other in scope.parameters else 2.8
                yield Edit(
                    "name", ("everywhere", one, other), _lines(nodes), cost, partial(_renamed, nodes, {one: other})
                )
    for node in walk(scope.function):
        if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store) and len(node.elts) > 1:
            elements = [element for element in node.elts if isinstance(element, ast.Name)]
            for first, second in itertools.combinations(elements, 2):
                swap = {first.id: second.id, second.id: first.id}
                cost = 1.8 if scope.is_near(first.id, second.id) else 2.4
                yield Edit("exchanged", ("unpacked",), (node.lineno,), cost, partial(_renamed, [first, second], swap))


def _renamed(nodes: Sequence[ast.Name], names: dict[str, str]) -> Changes:
    return tuple((node, "id", None, names[node.id]) for node in nodes)


def _lines(nodes: Sequence[ast.AST]) -> list[int]:
    return [getattr(node, "lineno", 1) for node in nodes]


# --------------------------------------------------------------------------------- parameters


def of_keys(scope: Scope) -> Iterator[Edit]:
    """Yield a parameter that is read under another one's key, alone or the other way round too."""
    places: list[tuple[ast.AST, str, int | None, ast.Constant]] = []
    for node in walk(scope.function):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            places.append((node, "slice", None, node.slice))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            places += [(node, "args", 0, first) for first in node.args[:1] if isinstance(first, ast.Constant)]
    places = [place for place in places if isinstance(place[3].value, str)]
    words = sorted({str(place[3].value) for place in places})
    for one, other in itertools.permutations(words, 2):
        for holder, field, place, key in places:
            if key.value == one:
                change = partial(_keyed, [(holder, field, place, other)], key)
                yield Edit("key", (one, other), (key.lineno,), 1.6, change)
        if one < other:
            swap = {one: other, other: one}
            both = [(h, f, p, swap[str(k.value)]) for h, f, p, k in places if k.value in swap]
            lines = [key.lineno for *_, key in places if key.value in (one, other)]
            yield Edit("key", ("both", one, other), lines, 1.0, partial(_keyed, both, places[0][3]))


def _keyed(places: Sequence[tuple[ast.AST, str, int | None, str]], like: ast.Constant) -> Changes:
    changed = []
    for holder, field, place, word in places:
        changed.append((holder, field, place, ast.copy_location(constant(word), like)))
    return tuple(changed)
