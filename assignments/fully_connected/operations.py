"""Fully connected layers, ReLU, softmax loss, a numerical gradient, and a convolution as a matrix.

Slides: Problems using FC Layers on Images, Final Fully-Connected Layer, Convolutions vs Fully-Connected.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import convref
from convref import bounds, problems
from convref.shapes import ShapeError, dense_parameters
from grader.model import Call, Convention, Kept
from grader.topics.operation import Operation, Sizes, no_grid
from grader.topics.written import number, product

from ..shared.references import exactly
from .softmax import SOFTMAX_LOSS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Inputs = Mapping[str, NDArray[np.generic]]

AFFINE_SHAPES = {"x": ("N", "C", "H", "W"), "w": ("D", "M"), "b": ("M",)}
STEP = 0.25  # or a multiple of it, the numerical gradient: central differences of a quadratic are exact for any step
AT_ZERO = "at ReLU's corner, where the input is 0, lets all or a part of the gradient through; any part is accepted"

# --------------------------------------------------------------------------------- parameters


def parameters_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``dense_parameters(inputs, outputs) -> parameters``, biases included."""
    names = ("inputs", "outputs")
    given = tuple(sizes[name] for name in names)
    return (Call(function="dense_parameters", arguments=given, names=names, returns=("parameters",)),)


def parameters_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """Weights and biases of a fully connected layer."""
    return {"parameters": exactly(dense_parameters(sizes["inputs"], sizes["outputs"]))}


def parameters_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return ``25*3`` and 3."""
    return (f"{sizes['inputs']}*{sizes['outputs']}", str(sizes["outputs"]))


# ------------------------------------------------------------------------------------- affine


def flattened(sizes: Sizes) -> Sizes:
    """Add D, the numbers of one image."""
    return {**sizes, "D": sizes["C"] * sizes["H"] * sizes["W"]}


def affine_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """As many weights as an image has numbers."""
    return problems.affine_problem(shape["x"], shape["w"], shape["b"])


def affine_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``affine_forward(x, w, b) -> (out, cache)``."""
    names = ("x", "w", "b")
    given = tuple(arguments[name] for name in names)
    return (Call(function="affine_forward", arguments=given, names=names, returns=("out", "cache"), keep=("cache",)),)


def affine_backward_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """The student's own forward pass, then ``affine_backward(dout, cache) -> (dx, dw, db)``."""
    given = (arguments["dout"], Kept(call=0, position=1))
    backward = Call(function="affine_backward", arguments=given, names=("dout", "cache"), returns=("dx", "dw", "db"))
    return (*affine_calls(arguments, sizes), backward)


def affine_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """Every number of an image times its weight, for each output."""
    return {"out": bounds.affine_forward(inputs["x"], inputs["w"], inputs["b"])}


def affine_backward_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The layer's vector-Jacobian product."""
    gradients = bounds.affine_backward(inputs["dout"], inputs["x"], inputs["w"])
    return dict(zip(("dx", "dw", "db"), gradients, strict=True))


def affine_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """The weighted numbers of one image, and the bias."""
    n, m = at
    numbers = inputs["x"][n].ravel()
    return (*(product(w, x) for w, x in zip(inputs["w"][:, m], numbers, strict=True)), number(inputs["b"][m]))


def affine_backward_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Every place where the entry took part, each with the gradient that came back from there."""
    import numpy as np

    x, w, dout = inputs["x"], inputs["w"], inputs["dout"]
    if output == "db":
        return tuple(number(value) for value in dout[:, at[0]])
    if output == "dw":
        d, m = at
        return tuple(product(x[n].ravel()[d], dout[n, m]) for n in range(len(x)))
    d = int(np.ravel_multi_index(at[1:], x.shape[1:]))
    return tuple(product(w[d, m], dout[at[0], m]) for m in range(w.shape[1]))


# --------------------------------------------------------------------------------------- ReLU


def relu_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``relu_forward(x) -> (out, cache)``."""
    return (
        Call(
            function="relu_forward",
            arguments=(arguments["x"],),
            names=("x",),
            returns=("out", "cache"),
            keep=("cache",),
        ),
    )


def relu_backward_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """The student's own forward pass, then ``relu_backward(dout, cache) -> dx``."""
    given = (arguments["dout"], Kept(call=0, position=1))
    backward = Call(function="relu_backward", arguments=given, names=("dout", "cache"), returns=("dx",))
    return (*relu_calls(arguments, sizes), backward)


def relu_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """What is positive stays."""
    return {"out": bounds.relu_forward(inputs["x"])}


def relu_backward_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The gradient passes where the input was positive."""
    return {"dx": bounds.relu_backward(inputs["dout"], inputs["x"])}


def relu_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return ``max(0, -3)``."""
    return (f"max(0, {number(inputs['x'][at])})",)


def relu_corner(inputs: "Inputs", sizes: Sizes) -> Mapping[str, tuple[Convention, ...]]:
    """At 0 any factor from 0 to 1 is a subgradient."""
    import numpy as np

    x, dout = (inputs[name].astype(np.float64) for name in ("x", "dout"))
    if (x != 0).all():
        return {}
    passed = dout * (x > 0)
    corner = dout * (x == 0)
    lowest, highest = passed + np.minimum(corner, 0), passed + np.maximum(corner, 0)
    return {"dx": (Convention(note=AT_ZERO, lowest=lowest, highest=highest),)}


def of_entries(sizes: Sizes, unit: float) -> float:
    """Every term is an entry of the input."""
    return unit


# ------------------------------------------------------------------------- numerical gradient


def numerical_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``numerical_gradient(x, w, b, target, h) -> dw``, over the student's own affine_forward."""
    names = ("x", "w", "b", "target", "h")
    given = (*(arguments[name] for name in names[:-1]), STEP * sizes["quarters"])
    return (Call(function="numerical_gradient", arguments=given, names=names, returns=("dw",)),)


def numerical_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The derivative of half the squared error, which central differences give exactly: it is a quadratic.

    All numbers on the way are multiples of a power of two and far below 2**53 of them, so nothing rounds.
    """
    import numpy as np

    x, w, b, target = (inputs[name].astype(np.float64) for name in ("x", "w", "b", "target"))
    flat = x.reshape(len(x), -1)
    value = flat.T @ (flat @ w + b - target)
    absolute = np.abs(flat).T @ (np.abs(flat) @ np.abs(w) + np.abs(b) + np.abs(target))
    return {"dw": bounds.Bounded(value, absolute, 4, float(absolute.sum()))}


def numerical_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """As many weights as an image has numbers, and a target for each output."""
    return affine_problem(sizes, shape)


def of_triples(sizes: Sizes, unit: float) -> float:
    """Every term is a product of three inputs at most."""
    return unit**3


# ----------------------------------------------------------------------- convolution as matrix


def matrix_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``conv_matrix(w, x_shape, stride) -> matrix``, x_shape being (C, H, W) of one image."""
    x_shape = (sizes["C"], sizes["H"], sizes["W"])
    given = (arguments["w"], x_shape, sizes["stride"])
    return (Call(function="conv_matrix", arguments=given, names=("w", "x_shape", "stride"), returns=("matrix",)),)


def matrix_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """A row for each output, a column for each number of the image."""
    x_shape = (sizes["C"], sizes["H"], sizes["W"])
    return {"matrix": exactly(convref.weight_matrix(inputs["w"], x_shape, stride=sizes["stride"]).toarray())}


def matrix_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """The filter fits into the image."""
    try:
        x_shape = (1, sizes["C"], sizes["H"], sizes["W"])
        convref.conv_output_shape(x_shape, shape["w"], stride=sizes["stride"])
    except ShapeError as error:
        return str(error)
    return None


# -------------------------------------------------------------------------------- operations

OPERATIONS = (
    Operation(
        id="dense_parameters",
        shapes={},
        options={"inputs": 1, "outputs": 1},
        returns=("parameters",),
        calls=parameters_calls,
        reference=parameters_reference,
        grid=no_grid,
        terms=parameters_terms,
    ),
    Operation(
        id="affine_forward",
        shapes=AFFINE_SHAPES,
        kernels=frozenset({"w"}),
        returns=("out",),
        derive=flattened,
        problem=affine_problem,
        calls=affine_calls,
        reference=affine_reference,
        terms=affine_terms,
    ),
    Operation(
        id="affine_backward",
        shapes={**AFFINE_SHAPES, "dout": ("N", "M")},
        kernels=frozenset({"w"}),
        returns=("dx", "dw", "db"),
        derive=flattened,
        problem=affine_problem,
        calls=affine_backward_calls,
        reference=affine_backward_reference,
        terms=affine_backward_terms,
    ),
    Operation(
        id="relu_forward",
        shapes={"x": ("N", "M")},
        returns=("out",),
        calls=relu_calls,
        reference=relu_reference,
        grid=of_entries,
        terms=relu_terms,
    ),
    Operation(
        id="relu_backward",
        shapes={"x": ("N", "M"), "dout": ("N", "M")},
        returns=("dx",),
        calls=relu_backward_calls,
        reference=relu_backward_reference,
        grid=of_entries,
        conventions=relu_corner,
    ),
    SOFTMAX_LOSS,
    Operation(
        id="numerical_gradient",
        shapes={**AFFINE_SHAPES, "target": ("N", "M")},
        kernels=frozenset({"w"}),
        returns=("dw",),
        options={"quarters": 1},
        derive=flattened,
        problem=numerical_problem,
        calls=numerical_calls,
        reference=numerical_reference,
        grid=of_triples,
    ),
    Operation(
        id="conv_matrix",
        shapes={"w": ("F", "C", "HH", "WW")},
        kernels=frozenset({"w"}),
        options={"H": 1, "W": 1, "stride": 1},
        returns=("matrix",),
        problem=matrix_problem,
        calls=matrix_calls,
        reference=matrix_reference,
    ),
)
