"""Lines of a dialect's file to calls: how another course makes an object, gives it weights, and asks it. Pure.

In: rows of ``assignments/dialects/NAME.toml``, written as the course's students write them.  Out: a `Phrase`. A line
is one call, or one attribute that is given a value; the grader reads it and runs nothing of it.

    layer = Conv2d(C, F, HH, stride=stride, padding=pad)
    layer.W = w
    out = layer.forward(x)
"""

import ast
import dataclasses
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from grader.model import Call, Case, Kept, Laid, Random, Read, Unchanged
from grader.submissions.dialect_rows import Row
from grader.submissions.spoken_lines import (
    AS_FLOATS,
    INSIDE,
    MOVES,
    ONE_HOT,
    SPREAD,
    TOTAL,
    Line,
    Unreadable,
    base,
    before,
    expression,
    holds,
    number,
    shown,
    taken_apart,
)
from grader.topics.dialect import Phrase

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]

IDENTITY = "identity"  # a function that returns what it is given, where a course hands one over
INNER = re.compile(rf"\.{INSIDE}\((\d+), (\d+)\)")
GENERATOR = "generator"  # a generator of random numbers, where a constructor takes one


def phrase_of(row: Row, absent: Mapping[str, str] | None = None) -> Phrase:
    """Return a row as a phrase.

    Parameters
    ----------
    row : Row
    absent : mapping of str to str, optional
        Sizes, and what they are where an exercise does not have them.

    Raises
    ------
    Unreadable
        If a line is no call and gives no attribute a value.
    """
    lines = [taken_apart(text) for text in row.calls]
    given = {name: expression(text) for name, text in row.given.items()}
    answers = {ours: expression(text) for ours, text in row.answers.items()}
    needs = [expression(text) for text in row.needs]
    otherwise = {name: expression(text) for name, text in (absent or {}).items()}

    def translate(case: Case) -> tuple[Call, ...] | None:
        if (case.raises is not None and not row.errors) or not all(holds(need, case.sizes) for need in needs):
            return None
        try:
            return tuple(Spoken(case, {**_not_in(case, otherwise), **given}, answers, lines).calls())
        except Unreadable:  # a parameter for a size that the exercise does not have; see `unknown_names`
            return None

    shaped = tuple(ours for ours, node in answers.items() if has_shape_of_input(node))
    turned = {ours: _moved_at_last(node) for ours, node in answers.items()}
    moves = {ours: moved(node) for ours, node in turned.items() if isinstance(node, ast.Call)}
    return Phrase(shown(lines[-1]), translate, moves, owner_of(lines), shaped, row.layouts, row.note)


def _not_in(case: Case, sizes: Mapping[str, ast.expr]) -> dict[str, ast.expr]:
    """Return what stands for those sizes that a case does not have."""
    return {name: node for name, node in sizes.items() if name not in case.sizes}


def owner_of(lines: Sequence[Line]) -> str:
    """Return the function or class that the graded line belongs to."""
    made = {name: line for line in lines[:-1] for name in line.targets}
    owner = shown(lines[-1]).partition(".")[0]
    seen: set[str] = set()
    while owner in made and owner not in seen:
        seen.add(owner)
        owner = shown(made[owner]).partition(".")[0]
    return owner


# ------------------------------------------------------------------------------------ calls


class Spoken:
    """One case in a dialect's words."""

    def __init__(
        self, case: Case, given: Mapping[str, ast.expr], answers: Mapping[str, ast.expr], lines: Sequence[Line]
    ) -> None:
        self.case, self.given, self.answers, self.lines = case, given, answers, lines
        self.inputs = {
            name: value
            for call in case.calls
            for name, value in zip(call.names, call.arguments, strict=True)
            if not isinstance(value, (Kept, Mapping))
        }
        self.given_away = {".".join(base(node)) for node in answers.values() if before(node) is not None}
        if any(name in lines[-1].keywords and isinstance(node, ast.Constant) for name, node in lines[-1].arguments):
            self.given_away |= {line.attribute for line in lines if line.attribute}  # a rate: it changes its weights
        self.kept: dict[str, Kept] = {}
        self.open: list[str] = []  # given names that are being made: inside, such a name is the exercise's own

    def calls(self) -> Iterator[Call]:
        """Yield the calls, one for each line."""
        for place, line in enumerate(self.lines):
            is_last = place == len(self.lines) - 1
            call = self._call(line)
            yield self._graded(call) if is_last else dataclasses.replace(call, keep=call.returns)
            self.kept |= {name: Kept(place, position) for position, name in enumerate(line.targets)}

    def _call(self, line: Line) -> Call:
        values = [self.value(node) for _, node in line.arguments]
        names = [name for name, _ in line.arguments]
        text = shown(line)
        owner, _, path = text.partition(".")
        returns = line.targets or ("returned",)
        if owner in self.kept:  # a method of an object, or an attribute of it
            member = path or "__call__"
            if line.function is None:
                values = [as_weights(value) for value in values]
            return Call(
                function=text,
                arguments=(self.kept[owner], *values),
                names=(owner, *names),
                returns=returns,
                member=member,
                is_set=line.function is None,
                is_given_away=text in self.given_away,
                keywords=line.keywords,
            )
        if line.targets == (shown(self.lines[-1]).partition(".")[0],):  # an object that is made, of its weights maybe
            values = [as_weights(value) for value in values]
        return Call(function=text, arguments=tuple(values), names=tuple(names), returns=returns, keywords=line.keywords)

    def _graded(self, call: Call) -> Call:
        """Return the last call: what it returns has our names, or is looked up."""
        native = self.case.calls[-1]
        wanted = [name for name in native.returns if name not in native.keep]
        found = {name: base(self.answers.get(name, ast.Name(name))) for name in wanted}
        if all(not path and name in call.returns for name, path in found.values()):
            ours = {theirs: name for name, (theirs, _) in found.items()}
            returns = tuple(ours.get(name, name) for name in call.returns)
            kept = tuple(name for name in returns if name not in wanted)
            return dataclasses.replace(call, returns=returns, keep=kept, views=self._views())
        reads = tuple(
            Read(call.returns.index(name) if name in call.returns else self._object(name), path, self._before(ours))
            for ours, (name, path) in found.items()
        )
        return dataclasses.replace(
            call, returns=tuple(wanted), reads=reads, results=len(call.returns), views=self._views()
        )

    def _views(self) -> dict[str, str]:
        """Return what stands behind each answer that comes in another shape or order of axes, as code."""
        found = {}
        for ours, node in self.answers.items():
            if has_shape_of_input(node):
                found[ours] = f".reshape({self.case.arguments[ours.removeprefix('d')].shape})"
            elif isinstance(node, ast.Call):
                name, path = base(node)
                moves = INNER.sub(r"[\1:-(\1) or None, \2:-(\2) or None]", ast.unparse(_moves(node, self.case.sizes)))
                moves = moves.replace(f".{TOTAL}()", ".sum((1, 2))")
                found[ours] = moves.removeprefix(f"{name}.{path}" if path else name)
        return found

    def _before(self, ours: str) -> Laid | None:
        """Return what an answer was before the call, where the difference is the answer."""
        node = before(self.answers[ours]) if ours in self.answers else None
        value = self.value(node) if node is not None else None
        return value if isinstance(value, Laid) or value is None else Laid(value)

    def _object(self, name: str) -> Kept:
        if name not in self.kept:
            raise Unreadable(f"{name!r} is no name of these lines")
        return self.kept[name]

    def value(self, node: ast.expr) -> Any:
        """Return what an argument stands for."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self._named(node.id)
        if isinstance(node, ast.IfExp):
            return self.value(node.body if holds(node.test, self.case.sizes) else node.orelse)
        if isinstance(node, ast.Dict):
            keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
            return {str(key): self.value(item) for key, item in zip(keys, node.values, strict=True)}
        if isinstance(node, (ast.Tuple, ast.List)):
            items = [self.value(item) for item in node.elts]
            return tuple(items) if isinstance(node, ast.Tuple) else items
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MOVES:
            if node.func.attr == AS_FLOATS:
                return in_floats(self.value(node.func.value))
            return laid(self.value(node.func.value), node.func.attr, [number(n, self.case.sizes) for n in node.args])
        return number(node, self.case.sizes)

    def _named(self, name: str) -> Any:
        if name in self.given and name not in self.open and name not in self.kept:
            self.open.append(name)
            value = self.value(self.given[name])
            self.open.pop()
            return value
        if name == IDENTITY:
            return Unchanged()
        if name == GENERATOR:
            return Random()
        for known in (self.kept, self.inputs, self.case.sizes):
            if name in known:
                return known[name]
        raise Unreadable(f"{name!r} is no argument of this exercise, no size, and no name of these lines")


def laid(value: Any, move: str, numbers: Sequence[int]) -> Laid:
    """Return an array argument with its axes in another order, or in another shape."""
    import numpy as np

    if move == ONE_HOT:
        return Laid(np.eye(numbers[0])[value.array if isinstance(value, Laid) else value])
    if not isinstance(value, Laid):
        return Laid(np.asarray(value).reshape(numbers))
    if move == SPREAD:
        return Laid(np.broadcast_to(value.array.reshape(-1, *[1] * (len(numbers) - 1)), numbers).copy())
    if move == "transpose":
        return Laid(value.array.transpose(numbers), value.layout)
    return Laid(value.array.reshape(numbers), "C")


def as_weights(value: Any) -> Any:
    """Return what an attribute is given; an object makes its weights of floats by itself, and relies on that."""
    is_whole = isinstance(value, Laid) and value.array.dtype.kind in "iub"
    return in_floats(value) if is_whole else value


def in_floats(value: Any) -> Laid:
    """Return an array argument in floats of 64 bits."""
    import numpy as np

    laid_out = value if isinstance(value, Laid) else Laid(np.asarray(value))
    return Laid(laid_out.array.astype(np.float64), laid_out.layout)


# ---------------------------------------------------------------------------------- answers


def _moves(node: ast.expr, sizes: Mapping[str, int]) -> ast.expr:
    """Return an answer with a case's numbers in the places of sizes; of a difference, what is subtracted."""
    if isinstance(node, ast.BinOp):
        return _moves(node.right, sizes)
    if isinstance(node, ast.Attribute):
        return ast.Attribute(_moves(node.value, sizes), node.attr)
    if isinstance(node, ast.Call):
        numbers: list[ast.expr] = [ast.Constant(number(argument, sizes)) for argument in node.args]
        return ast.Call(_moves(node.func, sizes), numbers, [])
    return node


def has_shape_of_input(node: ast.expr) -> bool:
    """Whether an answer is given the shape of the input that it is the gradient of: ``dx.reshape(x.shape)``."""
    return isinstance(node, ast.Call) and len(node.args) == 1 and ast.unparse(node.args[0]).endswith(".shape")


def _moved_at_last(node: ast.expr) -> ast.expr:
    """Return what an answer is before it gets the shape of an input."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and has_shape_of_input(node):
        return node.func.value
    return node


def moved(node: ast.expr) -> Callable[["Array", Mapping[str, int]], "Array"]:
    """Return what gives an answer our order of axes; an array with other axes is left as it is."""
    steps: list[Callable[[Array, Mapping[str, int]], Array]] = []
    while isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Attribute) or node.func.attr not in MOVES:
            raise Unreadable(f"{ast.unparse(node)!r}: an answer may be looked up, transposed or reshaped")
        steps.insert(0, _step(node.func.attr, node.args))
        node = node.func.value
    return lambda array, sizes: reduce(lambda value, step: step(value, sizes), steps, array)


def _step(move: str, arguments: Sequence[ast.expr]) -> Callable[["Array", Mapping[str, int]], "Array"]:
    def step(array: "Array", sizes: Mapping[str, int]) -> "Array":
        numbers = [number(argument, sizes) for argument in arguments]
        if move == "transpose":
            return array.transpose(numbers) if array.ndim == len(numbers) else array
        if move == INSIDE:
            ends = zip(array.shape, numbers, strict=False)
            return array[tuple(slice(by, size - by) for size, by in ends)] if array.ndim == len(numbers) else array
        if move == TOTAL:
            return array.reshape(len(array), -1).sum(1) if array.ndim > 1 else array
        if -1 not in numbers:
            return array.reshape(numbers) if array.size == math.prod(numbers) else array
        return array.reshape(numbers) if array.size == max(array.shape, default=1) else array

    return step
