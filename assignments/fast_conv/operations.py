"""Windows as columns, and a layer that is one matrix product, measured beside that product.

Slides: Convolutions on RGB Images, Convolution Layer.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import convref
from convref import bounds, shapes
from grader.model import Call
from grader.topics.operation import Operation, Sizes
from grader.topics.speed import Speed, Step
from grader.topics.written import number, product

from ..shared.references import exactly

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Inputs = Mapping[str, NDArray[np.generic]]

OPTIONS = {"stride": 1, "pad": 0}

# The matrix product of the layer, without the windows: it multiplies the weights by ones of the right shape.
YARDSTICK = """
import numpy as np

ONES = {}


def conv_fast(x, w, b, conv_param):
    places = [(x.shape[n] + 2 * conv_param["pad"] - w.shape[n]) // conv_param["stride"] + 1 for n in (2, 3)]
    shape = len(x), w[0].size, places[0] * places[1]
    if shape not in ONES:
        ONES[shape] = np.ones(shape)
    return (w.reshape(len(w), -1) @ ONES[shape] + b[:, None]).reshape(len(x), len(w), *places)
"""

SPEED = Speed(
    sizes={"N": 1, "C": 3, "H": 80, "W": 80, "F": 8, "HH": 3, "WW": 3, "stride": 1, "pad": 1},
    source=YARDSTICK,
    yardstick="the matrix product alone",
    steps={
        "outputs": Step(
            most=100,  # a loop over places took 45 to 60, one over outputs 190 to 280
            next_step="count how often Python runs the line inside your loops: once for each output is too often.",
        ),
        "product": Step(
            most=5,
            next_step="look for a line that Python runs once for each place, also in im2col. Write all windows as "
            "columns at once, and let one matrix product do the sums of all places.",
        ),
    },
)


def output_sizes(sizes: Sizes) -> Sizes:
    """Add H_out and W_out by the floor rule; 0 where nothing fits, which is found illegal later."""
    stride, pad = max(sizes["stride"], 1), sizes["pad"]
    return {
        **sizes,
        "H_out": max((sizes["H"] + 2 * pad - sizes["HH"]) // stride + 1, 0),
        "W_out": max((sizes["W"] + 2 * pad - sizes["WW"]) // stride + 1, 0),
    }


def columns_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``im2col(x, window, stride, pad) -> columns``; window is (HH, WW)."""
    window = (sizes["HH"], sizes["WW"])
    given = (arguments["x"], window, sizes["stride"], sizes["pad"])
    return (Call(function="im2col", arguments=given, names=("x", "window", "stride", "pad"), returns=("columns",)),)


def columns_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """A window fits into the padded image."""
    return shapes.window_problem(shape["x"], (sizes["HH"], sizes["WW"]), stride=sizes["stride"], pad=sizes["pad"])


def columns_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """Every window as a column."""
    window = (sizes["HH"], sizes["WW"])
    return {"columns": exactly(convref.im2col(inputs["x"], window, stride=sizes["stride"], pad=sizes["pad"]))}


def fast_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``conv_fast(x, w, b, conv_param) -> out``; conv_param has stride and pad."""
    conv_param = {"stride": sizes["stride"], "pad": sizes["pad"]}
    given = (arguments["x"], arguments["w"], arguments["b"], conv_param)
    return (Call(function="conv_fast", arguments=given, names=("x", "w", "b", "conv_param"), returns=("out",)),)


def fast_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """Legal for the layer."""
    return shapes.conv_problem(shape["x"], shape["w"], shape["b"], stride=sizes["stride"], pad=sizes["pad"])


def fast_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """Every filter over every image."""
    options = {"stride": sizes["stride"], "pad": sizes["pad"]}
    return {"out": bounds.conv_forward(inputs["x"], inputs["w"], inputs["b"], **options)}


def fast_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return the products of one window with one filter, weights first, and the bias; pixels of the padding are 0."""
    n, f, i, j = at
    x, w = inputs["x"][n], inputs["w"][f]
    terms = []
    for c in range(sizes["C"]):
        for u in range(sizes["HH"]):
            for v in range(sizes["WW"]):
                row, column = (k * sizes["stride"] + tap - sizes["pad"] for k, tap in ((i, u), (j, v)))
                inside = 0 <= row < sizes["H"] and 0 <= column < sizes["W"]
                terms.append(product(w[c, u, v], x[c, row, column] if inside else 0))
    return (*terms, number(inputs["b"][f]))


def of_entries(sizes: Sizes, unit: float) -> float:
    """Every entry of a column is a pixel or 0."""
    return unit


OPERATIONS = (
    Operation(
        id="im2col",
        shapes={"x": ("N", "C", "H", "W")},
        options={"HH": 1, "WW": 1, **OPTIONS},
        named_sizes={"stride": "stride", "pad": "pad"},
        distinct=frozenset({"x"}),
        returns=("columns",),
        derive=output_sizes,
        problem=columns_problem,
        calls=columns_calls,
        reference=columns_reference,
        grid=of_entries,
    ),
    Operation(
        id="conv_fast",
        shapes={"x": ("N", "C", "H", "W"), "w": ("F", "C", "HH", "WW"), "b": ("F",)},
        kernels=frozenset({"w"}),
        options=OPTIONS,
        returns=("out",),
        derive=output_sizes,
        problem=fast_problem,
        calls=fast_calls,
        reference=fast_reference,
        terms=fast_terms,
        speed=SPEED,
    ),
)
