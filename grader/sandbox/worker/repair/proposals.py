"""All edits of some functions, the most likely first. Worker's side.

The order says how often a kind of edit mends real work: it was learned from wrong functions of public repositories.
"""

import ast
import math
from collections.abc import Mapping, Sequence

from . import alike, arithmetic, calls, loops, names, shapes, statements, subscripts
from .edit import Edit
from .nodes import walk
from .scope import Scope
from .sites import sites

DEAREST = 3.0
ELSEWHERE = 0.3  # an edit of a function that the graded one calls
MOST_SITES = 1500  # expressions of one function


def edits_of(scope: Scope, most: int) -> list[Edit]:
    """Return the edits of one function, in all of which the first so many by cost are."""
    places = []
    for site in sites(scope.function, scope.loops):
        places.append(site)
        if len(places) == MOST_SITES:
            break
    found: list[Edit] = []
    for site in places:
        if isinstance(getattr(site.node, "ctx", None), (ast.Store, ast.Del)):
            if isinstance(site.node, ast.Subscript):
                found += subscripts.of_site(site, scope)
            continue
        found += names.of_site(site, scope)
        found += arithmetic.of_site(site, scope)
        found += arithmetic.of_absolute(site, scope)
        found += arithmetic.of_mask(site, scope)
        found += subscripts.of_site(site, scope)
        found += subscripts.of_unindexed(site, scope)
        found += calls.of_site(site, scope)
    for node in walk(scope.function):
        if isinstance(node, ast.AugAssign):
            found += arithmetic.of_augmented(node)
    found += statements.of_function(scope)
    found += alike.together(found, below=cost_of(found, most))
    found += names.of_function(scope, places)
    found += names.of_keys(scope)
    found += loops.of_function(scope)
    found += shapes.of_function(scope)
    found += calls.of_start(scope)
    found += calls.of_types(scope)
    return found


def cost_of(edits: Sequence[Edit], most: int) -> float:
    """Return the cost that an edit which is made after these has to be below, to be one of the first so many."""
    costs = sorted(edit.cost for edit in edits)
    return costs[most - 1] if 0 < most <= len(costs) else math.inf


def ordered(scopes: Sequence[Scope], most: int) -> list[tuple[Edit, int]]:
    """Return so many edits of some functions, each with the number of its function, the most likely first.

    Parameters
    ----------
    scopes : sequence of Scope
        The graded function first.
    most : int
    """
    found = [
        (edit, number)
        for number, scope in enumerate(scopes)
        for edit in edits_of(scope, most)
        if edit.cost + ELSEWHERE * (number > 0) <= DEAREST
    ]
    found.sort(key=lambda pair: pair[0].cost + ELSEWHERE * (pair[1] > 0))
    return found[:most]


def kinds_seen(frames: Mapping[str, Mapping[str, str]], function: ast.FunctionDef) -> dict[str, str]:
    """Return what the names of a function, and of functions inside it, held."""
    kinds: dict[str, str] = {}
    inner = [node.name for node in walk(function) if isinstance(node, ast.FunctionDef)]
    for name in [*inner, "<listcomp>", "<genexpr>"]:
        for one, kind in frames.get(name, {}).items():
            kinds.setdefault(one, kind)
    return kinds
