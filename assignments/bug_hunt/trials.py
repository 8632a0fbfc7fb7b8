"""A test that a student wrote: whether it is legal, and what a right and a wrong layer make of it.

Whatever a child sends is looked at here before anything is computed with it: axes, sizes, kinds of numbers. The layers
themselves, right and wrong, run on the grader's side only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from grader.topics.loading import topic_with
from grader.topics.misconception import Family, Knobs, Misconception
from grader.topics.operation import Operation, are_multiples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Floats = NDArray[np.float64]

MOST_NUMBERS, MOST_OUTPUTS = 500, 4000  # of a test, and of what a layer makes of it
LARGEST, UNIT = 100, 0.5  # numbers are multiples of a half, so that every layer computes them without rounding
MOST_OF = {"stride": 10, "pad": 5, "HH": 10, "WW": 10}


class NoTest(Exception):
    """These inputs are no legal test; the arguments say why, and what to do next."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Trial:
    """A legal test of a layer."""

    exercise: str  # the layer: "conv_forward"
    inputs: Mapping[str, "Floats"]
    sizes: Mapping[str, int]
    size: int  # how many numbers the student's arrays hold


@cache
def operation_of(exercise: str) -> Operation:
    """Return the layer's own operation, which its topic brings."""
    topic = topic_with(exercise)
    operation = topic.operation(exercise) if topic is not None else None
    assert operation is not None, f"no topic has {exercise}"
    return operation


@cache
def family_of(exercise: str) -> Family:
    """Return what is believed of a layer, and the model that computes it."""
    topic = topic_with(exercise)
    family = topic.family(exercise) if topic is not None else None
    assert family is not None, f"no topic has beliefs about {exercise}"
    return family


@cache
def belief_of(exercise: str, id: str) -> Misconception:
    """Return a misconception about a layer."""
    return next(one for one in family_of(exercise).misconceptions if one.id == id)


def read_trial(exercise: str, given: Mapping[str, "Array"]) -> Trial:
    """Return a student's arrays and numbers as a test of a layer.

    Raises
    ------
    NoTest
        If they are none: with what is so, and one next step.
    """
    operation = operation_of(exercise)
    names = {symbol: operation.named_sizes.get(symbol, symbol) for symbol in operation.options}
    sizes = {symbol: _whole(symbol, name, given[name]) for symbol, name in names.items()}
    inputs: dict[str, Floats] = {}
    for name, symbols in operation.shapes.items():
        if name not in given:
            continue
        array = given[name]
        if array.ndim != len(symbols):
            raise NoTest(
                f"{name} has {array.ndim} axes; ({', '.join(symbols)}) are {len(symbols)}.",
                f"print {name}.shape, and reshape it.",
            )
        if not 0 < array.size <= MOST_NUMBERS:
            raise NoTest(
                f"{name} holds {array.size} numbers; a test has 1 to {MOST_NUMBERS} of them.", "make it smaller."
            )
        inputs[name] = _numbers(name, array)
        sizes |= {symbol: length for symbol, length in zip(symbols, array.shape, strict=True) if symbol not in sizes}
    size = sum(array.size for array in inputs.values())
    if "b" in operation.shapes and "b" not in inputs:
        inputs["b"] = np.zeros(sizes["F"])  # a gradient does not depend on it
    if size > MOST_NUMBERS:
        raise NoTest(f"The test holds more than {MOST_NUMBERS} numbers.", "make its arrays smaller.")
    shapes = {name: array.shape for name, array in inputs.items()}
    problem = operation.problem(sizes, shapes)
    if problem is not None:
        raise NoTest(f"These arguments do not fit together: {problem}.", "print the shapes, and compare them.")
    sizes = dict(operation.derive(sizes))
    if "dout" in inputs and inputs["dout"].shape != operation.shape_of("dout", sizes):
        due = operation.shape_of("dout", sizes)
        raise NoTest(
            f"dout has shape {inputs['dout'].shape}; the layer's output has shape {due}.",
            "give dout the shape of the output.",
        )
    return Trial(exercise=exercise, inputs=inputs, sizes=sizes, size=size)


def _whole(symbol: str, name: str, value: "Array") -> int:
    """Return a stride, a padding or the side of a window."""
    least, most = 0 if symbol == "pad" else 1, MOST_OF[symbol]
    if value.size != 1 or value.dtype.kind not in "iuf" or not least <= value.reshape(-1)[0] <= most:
        raise NoTest(f"{name} must be a whole number from {least} to {most}.", f"print {name} before you return it.")
    number = float(value.reshape(-1)[0])
    if number != int(number):
        raise NoTest(f"{name} must be a whole number from {least} to {most}.", f"print {name} before you return it.")
    return int(number)


def _numbers(name: str, array: "Array") -> "Floats":
    """Return an array's numbers, all of which can be computed with exactly."""
    numbers = array.astype(np.float64)
    step = f"use numbers from -{LARGEST} to {LARGEST} such as 3, -2 or 0.5."
    if (at := _first(~(np.abs(numbers) <= LARGEST))) is not None:
        entry = f"{name}{list(at) or ''}"
        raise NoTest(f"{entry} is {numbers[at]:g}: numbers from -{LARGEST} to {LARGEST} can be used.", step)
    if not are_multiples(numbers, UNIT):
        at = _first(numbers % UNIT != 0)
        assert at is not None
        entry = f"{name}{list(at) or ''}"
        raise NoTest(f"{entry} is {numbers[at]:g}, which is no multiple of a half.", step)
    return numbers


def _first(marked: "Array") -> tuple[int, ...] | None:
    """Return where the first marked entry is; None where none is marked."""
    places = np.argwhere(marked)
    return tuple(map(int, places[0])) if len(places) else None


def right_answers(trial: Trial) -> Mapping[str, "Floats"]:
    """Return what a right layer gives.

    Raises
    ------
    NoTest
        If it gives too many numbers.
    """
    operation = operation_of(trial.exercise)
    places = trial.sizes.get("H_out", 1) * trial.sizes.get("W_out", 1)
    outputs = places * trial.sizes["N"] * trial.sizes.get("F", trial.sizes["C"])
    if outputs > MOST_OUTPUTS:
        raise NoTest(
            f"The layer gives {outputs} numbers for this test.", "make the test smaller, or its stride larger."
        )
    return {name: bounded.value for name, bounded in operation.reference(trial.inputs, trial.sizes).items()}


def wrong_answer(trial: Trial, output: str, on: Knobs) -> "Floats | None":
    """Return what somebody with these beliefs computes; None where that ends in an error."""
    try:
        with np.errstate(all="ignore"):
            model = family_of(trial.exercise).model
            return np.asarray(model(trial.exercise, trial.inputs, trial.sizes, output, on), np.float64)
    except Exception:  # so does their program
        return None


def is_told_apart(right: "Floats", wrong: "Floats | None") -> bool:
    """Whether an answer shows that it is wrong. Neither of the two is rounded: every difference counts."""
    return wrong is None or wrong.shape != right.shape or bool((wrong != right).any())
