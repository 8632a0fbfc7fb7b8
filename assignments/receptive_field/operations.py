"""The receptive field of a stack of layers: by formula, and measured by the gradient of ones.

Slide: Receptive Field.
"""

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from convref import shapes
from convref.bounds import Bounded
from grader.model import Call
from grader.topics.operation import Operation, Sizes, no_grid

from ..shared.references import exactly
from ..shared.stacks import MAX_STRIDE, MAX_WINDOW, below, layers_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Inputs = Mapping[str, Array]


def field_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``receptive_field(layers) -> (size, jump)``; layers is a tuple of (window, stride), from the input on."""
    layers = layers_of(arguments, "windows", "strides")
    return (Call(function="receptive_field", arguments=(layers,), names=("layers",), returns=("size", "jump")),)


def field_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """Size of the field along one axis, and the input pixels from one output to the next."""
    found = shapes.receptive_field(zip(inputs["windows"].tolist(), inputs["strides"].tolist(), strict=True))
    return {"size": exactly(found.size[0]), "jump": exactly(found.jump[0])}


def field_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return 1 and what each layer adds, ``(window - 1)*jump``; for the jump, the product of strides."""
    windows, strides = inputs["windows"].tolist(), inputs["strides"].tolist()
    if output == "jump":
        return ("·".join(map(str, strides)),)
    jumps = itertools.accumulate(strides, lambda jump, stride: jump * stride, initial=1)
    return ("1", *(f"{window - 1}*{jump}" for window, jump in zip(windows, jumps, strict=False)))


def draw_field(sizes: Sizes, numbers: Iterator[int]) -> Mapping[str, "Array"]:
    """Draw layers, an input just long enough for a few outputs, and one of these outputs."""
    import numpy as np

    layers = [(below(numbers, 1, MAX_WINDOW), below(numbers, 1, MAX_STRIDE)) for _ in range(sizes["L"])]
    field = shapes.receptive_field(layers)
    outputs = below(numbers, 1, 4)
    length = field.size[0] + (outputs - 1) * field.jump[0] + below(numbers, 0, 2)
    windows, strides = np.array(layers, np.int64).T
    at = below(numbers, 0, outputs - 1)
    return {"windows": windows, "strides": strides, "length": np.array(length), "at": np.array(at)}


def measured_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``gradient_of_ones(layers, length, at) -> gradient``; layers as for receptive_field."""
    given = (layers_of(arguments, "windows", "strides"), arguments["length"], arguments["at"])
    return (
        Call(function="gradient_of_ones", arguments=given, names=("layers", "length", "at"), returns=("gradient",)),
    )


def measured_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """The derivative of one output with respect to every input, where all weights are 1."""
    import numpy as np

    layers = list(zip(inputs["windows"].tolist(), inputs["strides"].tolist(), strict=True))
    lengths = [int(inputs["length"])]
    for window, stride in layers:
        lengths.append(shapes.output_size(lengths[-1], window, stride))
    gradient = np.zeros(lengths[-1])
    gradient[int(inputs["at"])] = 1
    for (window, stride), length in zip(reversed(layers), reversed(lengths[:-1]), strict=True):
        wider = np.zeros(length)
        for place, value in enumerate(gradient):
            wider[place * stride : place * stride + window] += value
        gradient = wider
    assert gradient.sum() == math.prod(window for window, _ in layers)  # every path from the output ends somewhere
    return {"gradient": exactly(gradient)}


OPERATIONS = (
    Operation(
        id="receptive_field",
        shapes={"windows": ("L",), "strides": ("L",)},
        whole={"windows": lambda sizes: (1, MAX_WINDOW), "strides": lambda sizes: (1, MAX_STRIDE)},
        returns=("size", "jump"),
        calls=field_calls,
        reference=field_reference,
        grid=no_grid,
        terms=field_terms,
    ),
    Operation(
        id="gradient_of_ones",
        shapes={"windows": ("L",), "strides": ("L",), "length": (), "at": ()},
        returns=("gradient",),
        calls=measured_calls,
        reference=measured_reference,
        grid=no_grid,
        draw=draw_field,
    ),
)
