"""The mutants of a module: its source with one small change each, as cosmic-ray's operators make them.

Some changes tell nothing of tests, and are left out (docs/testing.md says why): what only a type checker reads; stars
of arguments taken for a product; `is` in the place of another comparison; texts compared by order where the module
asks whether they are equal.
"""

import ast
import difflib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

Place = tuple[int, int]  # line and column, as parso counts them
Span = tuple[Place, Place]
IDENTITY = ("_Is", "_IsNot")
ORDER = ("_Lt", "_LtE", "_Gt", "_GtE")


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, by which operator, and the whole source with it."""

    line: int
    operator: str
    is_inside: bool  # of a function or method: what is there runs only when the function is called
    source: str

    def describe(self, original: str) -> str:
        """Return the changed lines, before and after."""
        pairs = difflib.ndiff(original.splitlines(), self.source.splitlines())
        return "\n".join(f"    {line}" for line in pairs if line[:2] in ("- ", "+ "))


def mutants(source: str, line: int | None = None) -> Iterator[Mutant]:
    """Yield the mutants of a source, or of one line of it, operator by operator."""
    places = Places(source)
    nodes = list(ast_nodes(get_ast(source)))
    for name in operator_names():
        kind = get_operator(name)
        if kind.arguments():
            continue
        operator = kind()
        found = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, start in enumerate(found):
            if line in (None, start[0]) and places.tell_something(name, start):
                changed = mutate_code(source, operator, occurrence)
                if changed is not None and changed != source:
                    yield Mutant(start[0], name.rpartition("/")[2], is_in(start, places.bodies), changed)


class Places:
    """Where a source has what."""

    def __init__(self, source: str) -> None:
        self.types: list[Span] = []  # annotations, and what is imported for them
        self.bodies: list[Span] = []  # of functions
        self.operators: list[Span] = []  # of two operands
        self.texts: list[Span] = []  # between a text and what it is compared with
        for node in ast.walk(ast.parse(source)):
            for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
                if isinstance(annotation, ast.expr):
                    self.types.append((start_of(annotation), end_of(annotation)))
            if isinstance(node, ast.FunctionDef):
                self.bodies.append((start_of(node.body[0]), end_of(node)))
            elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                self.types.append((start_of(node), end_of(node)))
            elif isinstance(node, ast.BinOp):
                self.operators.append((end_of(node.left), start_of(node.right)))
            elif isinstance(node, ast.AugAssign):
                self.operators.append((end_of(node.target), start_of(node.value)))
            elif isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                pairs = itertools.pairwise(sides)
                self.texts += [(end_of(one), start_of(two)) for one, two in pairs if is_text(one) or is_text(two)]

    def tell_something(self, name: str, start: Place) -> bool:
        """Whether a change by an operator at a place can tell anything of the tests."""
        if is_in(start, self.types):
            return False
        if "BinaryOperator" in name:
            return is_in(start, self.operators)
        if name.endswith(IDENTITY):
            return any(f"Operator{kind}_" in name for kind in IDENTITY)
        return not (name.endswith(ORDER) and is_in(start, self.texts))


def is_in(place: Place, spans: list[Span]) -> bool:
    """Whether a place lies in one of several spans."""
    return any(first <= place < last for first, last in spans)


def is_text(node: ast.expr) -> bool:
    """Whether an expression is a text as it stands."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def start_of(node: ast.expr | ast.stmt) -> Place:
    """Return where a node begins."""
    return node.lineno, node.col_offset


def end_of(node: ast.expr | ast.stmt) -> Place:
    """Return where a node ends."""
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.end_lineno, node.end_col_offset
