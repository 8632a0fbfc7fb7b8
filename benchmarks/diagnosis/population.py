"""Source mutants of right functions of the layer and of pooling, each written in another way.

A mutation library (cosmic-ray) exchanges operators and moves numbers; indices, sizes and dropped lines, which it has no
operator for, are changed here. No wrong model of the grader is consulted.
"""

import ast
import copy
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cosmic_ray.plugins
from cosmic_ray.mutating import mutate_code

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.grader import test_styles as pools
from tests.grader import test_styles_conv as layers

ARITHMETIC = ("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow")
OPERATORS = tuple(
    name
    for name in cosmic_ray.plugins.operator_names()
    if name.split("/")[1].startswith(
        ("NumberReplacer", "ZeroIteration", "ReplaceComparison", "ReplaceUnaryOperator_USub")
    )
    or any(name.endswith(f"BinaryOperator_{one}_{other}") for one in ARITHMETIC for other in ARITHMETIC)
)
NEIGHBOURS = {"i": "j", "j": "i", "H": "W", "W": "H", "HH": "WW", "WW": "HH", "s": "p", "h": "w", "u": "v", "v": "u"}
NEIGHBOURS |= {"n": "f", "f": "c", "c": "n", "Ho": "Wo", "Wo": "Ho", "C": "F", "F": "C", "a": "b", "b": "a"}
LAYERS = {
    "conv_forward": (
        "seven loops",
        "loops over outputs",
        "loops over the filter",
        "im2col",
        "no padded copy",
        "channels last inside",
        "one image at a time",
    ),
    "conv_backward": ("scatter", "by place", "by weight", "col2im", "np.add.at", "one filter at a time"),
    "conv_map": ("shifted images", "one row at a time", "a matrix"),
}
POOLS = {
    "max_pool_forward": ("loops", "all loops", "running maximum"),
    "avg_pool_forward": ("loops", "all loops", "integral image"),
    "max_pool_backward": ("mask to the first", "flat", "np.add.at", "lists"),
    "avg_pool_backward": ("full", "scalar"),
}


@dataclass(frozen=True)
class Mutant:
    """A program with one change."""

    assignment: str
    exercise: str
    style: str
    kind: str  # "operator", "number", "index", "dropped line"
    change: str
    source: str


def programs() -> Iterator[tuple[str, str, str, str]]:
    """Yield assignment, exercise, style and source of every right function."""
    for exercise, styles in LAYERS.items():
        for style in styles:
            yield "conv-layer", exercise, style, layers.HEAD + layers.SINGLE + layers.WRITTEN[f"{exercise}, {style}"]
    for exercise, styles in POOLS.items():
        for style in styles:
            yield "pooling", exercise, style, pools.HEAD + pools.WRITTEN["pooling", exercise, style]


def mutants(at_most: int, is_twice: bool = False) -> Iterator[Mutant]:
    """Yield the mutants of every program, at most so many of each, evenly spread over all; or a mutant of each."""
    for assignment, exercise, style, source in programs():
        found = [*by_library(source, exercise), *by_hand(source, exercise)]
        step = max(len(found) / at_most, 1)
        for number in range(min(at_most, len(found))):
            kind, change, text = found[int(number * step)]
            if is_twice:
                others = [*by_library(text, exercise), *by_hand(text, exercise)]
                kind, second, text = others[(number + 1) * len(others) // (min(at_most, len(found)) + 2)]
                change = f"{change}; {second}"
            yield Mutant(assignment, exercise, style, kind, change, text)


def parts(source: str, function: str) -> tuple[str, str, str]:
    """Return a source before, in, and behind one function."""
    lines = source.splitlines(keepends=True)
    (node,) = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef) and n.name == function]
    start, end = node.lineno - 1, node.end_lineno
    return "".join(lines[:start]), "".join(lines[start:end]), "".join(lines[end:])


def by_library(source: str, function: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, change and source for every change that the library makes within a function."""
    before, body, behind = parts(source, function)
    plain = ast.unparse(ast.parse(body))
    for name in OPERATORS:
        operator = cosmic_ray.plugins.get_operator(name)()
        occurrence = 0
        while (text := mutate_code(plain, operator, occurrence)) is not None:
            occurrence += 1
            kind = "number" if "Number" in name else "operator"
            yield kind, difference(plain, text), before + text + "\n" + behind


def by_hand(source: str, function: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, change and source for every exchanged name, and for every line left out of a loop."""
    before, body, behind = parts(source, function)
    tree = ast.parse(body)
    plain = ast.unparse(tree)
    for place, node in enumerate(ast.walk(tree)):
        for kind in ("index", "dropped line"):
            changed = copy.deepcopy(tree)
            if change(list(ast.walk(changed))[place], kind):
                text = ast.unparse(ast.fix_missing_locations(changed))
                yield kind, difference(plain, text), before + text + "\n" + behind
        del node


def change(node: ast.AST, kind: str) -> bool:
    """Change a node in place; return whether this kind applies."""
    if kind == "index" and isinstance(node, ast.Name) and node.id in NEIGHBOURS and isinstance(node.ctx, ast.Load):
        node.id = NEIGHBOURS[node.id]
        return True
    if kind == "dropped line" and isinstance(node, ast.For) and len(node.body) > 1:
        node.body = node.body[:-1]
        return True
    return False


def difference(before: str, after: str) -> str:
    """Return the first line that differs, as it was and as it is."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    was, now = next(((one, other) for one, other in pairs if one != other), ("a line", "none"))
    return f"{was.strip()} → {now.strip()}"
