"""What the names of a function stand for, as a run of it showed. Worker's side."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from .functions import OWN
from .nodes import walk

TWINS = (
    ("h", "w"),
    ("height", "width"),
    ("row", "col"),
    ("rows", "cols"),
    ("i", "j"),
    ("y", "x"),
    ("u", "v"),
    ("k", "l"),
    ("r", "c"),
    ("top", "left"),
    ("vert", "horiz"),
    ("stride", "pad"),
    ("s", "p"),
    ("start", "end"),
    ("n", "c"),
    ("n", "f"),
    ("f", "c"),
    ("bottom", "right"),
    ("1", "2"),
    ("0", "1"),
    ("first", "last"),
)
STEPS = frozenset({"s", "p", "step", "padding", "st", "pd"})


class Scope:
    """The names of one function.

    Parameters
    ----------
    function : ast.FunctionDef
    kinds : mapping of str to str
        What each name held: ``"int"``, ``"float"``, ``"array 4"`` (with its number of axes), or ``"other"``.
    module : str
        What the submission calls NumPy.
    """

    def __init__(self, function: ast.FunctionDef, kinds: Mapping[str, str], module: str = "np") -> None:
        self.function, self.kinds, self.numpy = function, kinds, module
        self.ints = sorted(one for one, kind in kinds.items() if kind == "int")
        self.arrays = {one: int(kind[6:]) for one, kind in sorted(kinds.items()) if kind.startswith("array")}
        nodes = walk(function)
        targets = [node.target for node in nodes if isinstance(node, (ast.For, ast.comprehension))]
        self.loops = sorted({n.id for target in targets for n in walk(target) if isinstance(n, ast.Name)})
        self.counters = [one for one in self.loops if kinds.get(one) == "int"]
        self.derived = {(name, counter) for name, counter in _derived(nodes) if counter in self.loops}
        self.sizes = [one for one in self.ints if one not in self.loops]
        self.steps = [one for one in self.sizes if is_step(one)]
        extents = [one for one in self.sizes if not is_step(one)]
        self.twins = [(one, other) for one in extents for other in extents if one != other and are_twins(one, other)]
        names = [node for node in nodes if isinstance(node, ast.Name)]
        read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
        arguments = [*function.args.posonlyargs, *function.args.args]
        self.parameters = [one.arg for one in arguments]
        stored = {node.id for node in names if isinstance(node.ctx, ast.Store)} | {*self.parameters}
        shaped = [node.value for node in nodes if isinstance(node, ast.Attribute) and node.attr == "shape"]
        looked_at = [node.id for node in shaped if isinstance(node, ast.Name)]
        used = [node.id for node in names if isinstance(node.ctx, ast.Load)]
        kept = [one for one in _kept(nodes) if one in self.parameters]  # put into the cache
        self.idle = [  # only their shape is read
            one for one in self.arrays if used.count(one) == looked_at.count(one) + kept.count(one)
        ]
        self.unread = sorted(one for one in stored if one not in read or used.count(one) == kept.count(one))

    def like(self, name: str) -> Sequence[str]:
        """Return the other names that held a value of the same kind."""
        kind = self.kinds.get(name, "other")
        if kind == "other":
            return ()
        return [one for one, other in sorted(self.kinds.items()) if other == kind and one != name]

    def is_near(self, one: str, other: str) -> bool:
        """Whether a person easily writes one of two names for the other."""
        is_start = (one, other) in self.derived or (other, one) in self.derived
        return are_twins(one, other) or (one in self.loops and other in self.loops) or is_start

    def is_array(self, node: ast.AST) -> bool:
        """Whether an expression is an array, as far as one can see."""
        if isinstance(node, ast.Name):
            return node.id in self.arrays
        if isinstance(node, ast.BinOp):
            return self.is_array(node.left) or self.is_array(node.right)
        return isinstance(node, ast.Attribute) and node.attr == "T"

    def is_whole(self, node: ast.AST) -> bool:
        """Whether an expression is a whole number, as far as one can see."""
        if isinstance(node, ast.Constant):
            return type(node.value) is int
        if isinstance(node, ast.Name):
            return self.kinds.get(node.id) == "int"
        if isinstance(node, ast.BinOp):
            return self.is_whole(node.left) and self.is_whole(node.right)
        if isinstance(node, ast.UnaryOp):
            return self.is_whole(node.operand)
        if isinstance(node, ast.Call):
            return isinstance(node.func, ast.Name) and node.func.id in ("int", "round", "len")
        shape = node.value if isinstance(node, ast.Subscript) else None
        return isinstance(shape, ast.Attribute) and shape.attr == "shape"


def _derived(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, str]]:
    """Yield names with the names that their values are worked out from: ``top`` with ``i``."""
    for node in nodes:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target, value = node.targets[0], node.value
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = [*zip(target.elts, value.elts, strict=False)]
        for name, made in pairs:
            if isinstance(name, ast.Name) and isinstance(made, ast.BinOp):
                yield from ((name.id, one.id) for one in walk(made) if isinstance(one, ast.Name))


def _kept(nodes: Sequence[ast.AST]) -> list[str]:
    """Return the names that stand in a tuple which is assigned or returned, once for each place."""
    tuples = [node.value for node in nodes if isinstance(node, (ast.Assign, ast.Return))]
    inner = [part for one in tuples if isinstance(one, ast.Tuple) for part in one.elts]
    whole = [*inner, *(part for one in inner if isinstance(one, ast.Tuple) for part in one.elts)]
    return [one.id for one in whole if isinstance(one, ast.Name)]


def bare(name: str) -> str:
    """Return a name to compare: an attribute's without its object."""
    return name.lower().removeprefix(OWN)


def is_step(name: str) -> bool:
    """Whether a name speaks of a stride or a padding."""
    low = bare(name)
    return "stride" in low or "pad" in low or low in STEPS


def are_twins(one: str, other: str) -> bool:
    """Whether two names are the rows' and the columns' name of one thing, or stride and padding."""
    return twins_by(one, other) is not None


@cache
def twins_by(one: str, other: str) -> tuple[str, str] | None:
    """Return what the first name has where the second has something else, and that; None where they are no twins."""
    low, other_low = bare(one), bare(other)
    for first, second in TWINS:
        for this, that in ((first, second), (second, first)):
            if this in low and low.replace(this, that) == other_low:
                return this, that
    return None
