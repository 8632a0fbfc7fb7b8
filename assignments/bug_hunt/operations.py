"""Tests that students write: a function for each box, and one that tests everything.

The functions are given nothing and return the inputs of a layer. The boxes stay on the grader's side.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from grader.model import Call
from grader.topics.judge import Verdict
from grader.topics.operation import Operation, Sizes

from .boxes import BOXES, RETURNS, Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from convref.bounds import Bounded

    Inputs = Mapping[str, NDArray[np.generic]]


def calls_of(box: Box) -> Callable[[Mapping[str, object], Sizes], tuple[Call, ...]]:
    """Return how a box's function is called: without arguments, for the inputs of a layer."""

    def calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
        return (Call(function=box.id, arguments=(), names=(), returns=RETURNS[box.layer]),)

    calls.__doc__ = f"``{box.id}() -> ({', '.join(RETURNS[box.layer])})``."
    return calls


def all_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``one_for_all(pad) -> (x, w, b, stride)``."""
    returns = ("x", "w", "b", "stride")
    return (Call(function="one_for_all", arguments=(sizes["pad"],), names=("pad",), returns=returns),)


def nothing_due(inputs: "Inputs", sizes: Sizes) -> "Mapping[str, Bounded]":
    """Many answers are right: judges look at them."""
    return {}


# Judges are imported when an answer is there to be judged: they need NumPy and the layers.


def exposed(box: Box, given: "Inputs", sizes: Sizes) -> Verdict:
    """Say whether a test exposes a box."""
    from .judges import exposes

    return exposes(box, given, sizes)


def small(box: Box, given: "Inputs", sizes: Sizes) -> Verdict:
    """Say how small a test of a box is."""
    from .judges import is_small

    return is_small(box, given, sizes)


def told_apart(given: "Inputs", sizes: Sizes) -> Verdict:
    """Say from how many wrong layers a test tells a right one."""
    from .judges import tells_all

    return tells_all(given, sizes)


def small_for_all(given: "Inputs", sizes: Sizes) -> Verdict:
    """Say how small a test of everything is."""
    from .judges import is_small_for_all

    return is_small_for_all(given, sizes)


def box_operation(box: Box) -> Operation:
    """Return the operation of writing a test of a box."""
    return Operation(
        id=box.id,
        shapes={},
        returns=RETURNS[box.layer],
        calls=calls_of(box),
        reference=nothing_due,
        judges={"exposed": partial(exposed, box), "small": partial(small, box)},
    )


ONE_FOR_ALL = Operation(
    id="one_for_all",
    shapes={},
    options={"pad": 0},
    returns=("x", "w", "b", "stride"),
    calls=all_calls,
    reference=nothing_due,
    judges={"told-apart": told_apart, "small": small_for_all},
)

OPERATIONS = (*map(box_operation, BOXES), ONE_FOR_ALL)
