"""Whether a worked example's stated answer is the one that `convref`, or an author's own operation, computes. Pure.

In: an example as it stands in examples.toml.  Out: what is wrong with it, or nothing.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import zip_longest
from typing import Any

import convref
from grader.model import Example
from grader.topics.operation import Operation
from grader.topics.topic import Topic

WORDS = ("boundary", "layout")  # arguments that are text, not numbers
CLOSE = 1e-9  # relative: a stated answer is off by far more, or by rounding only


def problem(example: Example, topic: Topic | None = None) -> str | None:
    """Return what is wrong with an example's call, arguments or stated answer; None where all is right.

    Parameters
    ----------
    example : Example
    topic : Topic, optional
        The author's, whose operations an example may call too.
    """
    where = f"examples.toml: {example.id}"
    operation = topic.operation(example.call) if topic is not None else None
    function = getattr(convref, example.call, None) or (operation and _reference(operation))
    if not callable(function):
        return f"{where}: call: neither convref nor this topic has a function {example.call!r}"
    try:
        arguments = {name: _given(name, value) for name, value in example.arguments.items()}
        stated = [list(_numbers(value)) for value in example.expect.values()]
    except (ValueError, ZeroDivisionError) as error:
        return f"{where}: arguments or expect: {error}"
    try:
        result = function(**arguments)
    except Exception as caught:
        raised = caught.__cause__ or caught  # an author's function names its line, and that it raised is what counts
        if example.raises is None:
            return f"{where}: arguments: {example.call} raised {type(raised).__name__}: {raised}"
        if example.raises in {base.__name__ for base in type(raised).__mro__}:
            return None
        return f"{where}: raises: {example.call} raised {type(raised).__name__}, not {example.raises}"
    if example.raises is not None:
        return f"{where}: raises: {example.call} raised nothing"
    several = isinstance(result, tuple) and not example.call.endswith("_shape")
    computed = [list(_numbers(value)) for value in (result if several else [result])]
    for name, want, got in zip_longest(example.expect, stated, computed):
        if name is None or got is None:
            return f"{where}: expect: {example.call} returns {len(computed)} values"
        if len(want) != len(got):
            return f"{where}: expect.{name}: {len(want)} numbers are stated; {example.call} gives {len(got)}"
        for place, (number, due) in enumerate(zip(want, got, strict=True)):
            if abs(number - due) > CLOSE * max(abs(number), abs(due), 1):
                return f"{where}: expect.{name}: number {place + 1} is {number}; {example.call} gives {float(due):.12g}"
    return None


def _reference(operation: Operation) -> Callable[..., tuple[Any, ...]]:
    """Return an operation's reference as a function of its arrays and options; illegal ones raise ValueError."""

    def function(**arguments: Any) -> tuple[Any, ...]:
        import numpy as np

        inputs = {name: np.asarray(arguments.pop(name), np.float64) for name in operation.shapes}
        sizes = dict(arguments)
        for name, array in inputs.items():
            sizes |= zip(operation.shapes[name], array.shape, strict=True)
        reason = operation.problem(sizes, {name: array.shape for name, array in inputs.items()})
        if reason is not None:
            raise ValueError(reason)
        due = operation.reference(inputs, operation.derive(sizes))
        return tuple(due[name].value for name in operation.returns)

    return function


def _given(name: str, value: Any) -> Any:
    """Return an argument as a user of the library would write it."""
    if isinstance(value, list):
        return [_given(name, entry) for entry in value]
    return float(Fraction(value)) if isinstance(value, str) and name not in WORDS else value


def _numbers(value: Any) -> Iterator[Fraction]:
    """Yield every number of an answer, in reading order."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        for entry in value:
            yield from _numbers(entry)
    else:
        yield Fraction(value)
