"""Wrong models of a numerical gradient, and of a convolution written as a matrix."""

import itertools
from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Family, Knobs, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import handed_back, shared
from .operations import STEP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]

TINY = 1e-12

# ------------------------------------------------------------------------- numerical gradient


def numerical(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the quotients of differences of half a squared error.

    The error is a quadratic in each weight: its differences are written down, not computed.
    """
    x, w, b, target = (inputs[name].astype(np.float64) for name in ("x", "w", "b", "target"))
    rows = x.reshape(len(x), -1)
    b = 0 * b if "bias-forgotten" in on else b
    target = 0 * target if "target-ignored" in on else target
    if "tiny-step" in on:
        return quotients(rows, w, b, target, TINY)
    gradient, step = rows.T @ (rows @ w + b - target), STEP * sizes["quarters"]
    curvature = (rows**2).sum(axis=0)[:, None]  # the second derivative
    if "all-moved" in on:
        gradient = np.full(w.shape, gradient.sum())
    if "not-put-back" in on:
        gradient = left_behind(rows, w, b, target, step)
    if "one-sided" in on:
        gradient = gradient + step / 2 * curvature
    if "one-sided-backwards" in on:
        gradient = gradient - step / 2 * curvature
    factors = {"difference-alone": 2 * step, "divided-by-h": 2.0, "half-forgotten": 2.0, "backward-minus-forward": -1.0}
    for knob, factor in factors.items():
        gradient = gradient * factor if knob in on else gradient
    if "mean-loss" in on:
        gradient = gradient / target.size
    if "divided-by-the-batch" in on:
        gradient = gradient / len(x)
    if "rounded-steps" in on:  # the weights move by whole numbers, and the difference is divided by the step
        gradient = gradient * (int(step) / step)
    return handed_back(gradient, inputs["w"].dtype, on)


def left_behind(rows: "Floats", w: "Floats", b: "Floats", target: "Floats", step: float) -> "Floats":
    """Return the derivatives where every weight is left a step below, once it was measured."""
    moved, dw = w.copy(), np.zeros(w.shape)
    for place in itertools.product(*map(range, w.shape)):
        dw[place] = rows[:, place[0]] @ (rows @ moved + b - target)[:, place[1]]
        moved[place] -= step
    return dw


def quotients(rows: "Floats", w: "Floats", b: "Floats", target: "Floats", step: float) -> "Floats":
    """Return the quotients as they are computed, rounding and all."""

    def loss(weights: "Floats") -> float:
        return float(((rows @ weights + b - target) ** 2).sum() / 2)

    dw = np.zeros(w.shape)
    for place in itertools.product(*map(range, w.shape)):
        moved = np.zeros(w.shape)
        moved[place] = step
        dw[place] = (loss(w + moved) - loss(w - moved)) / (2 * step)
    return dw


# ----------------------------------------------------------------------- convolution as matrix


def matrix(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return a row for each output, a column for each number of the image."""
    w, stride = inputs["w"].astype(np.float64), sizes["stride"]
    (F, C, HH, WW), H, W = w.shape, sizes["H"], sizes["W"]
    H_out, W_out = (H - HH) // stride + 1, (W - WW) // stride + 1
    if "last-place-missing" in on:
        H_out, W_out = H_out - 1, W_out - 1
    w = weights(w, on)
    down, right = (
        1 if {"stride-ignored", f"stride-ignored-in-{axis}"} & on else stride for axis in ("rows", "columns")
    )
    whole = np.zeros((F, H_out, W_out, C, H, W))
    for i, j in itertools.product(range(H_out), range(W_out)):
        whole[:, i, j, :, i * down : i * down + HH, j * right : j * right + WW] = w
    if "channels-last" in on:
        whole = np.moveaxis(whole, 3, -1)
    if "column-first" in on:
        whole = whole.swapaxes(1, 2)
    if "pixels-column-first" in on:
        whole = whole.swapaxes(4, 5)
    if "places-first" in on:
        whole = np.moveaxis(whole, 0, 2)
    laid_out = whole.reshape(F * H_out * W_out, C * H * W)
    laid_out = laid_out.T if "matrix-transposed" in on else laid_out
    return handed_back(laid_out, inputs["w"].dtype, on - {"last-place-missing"})


def weights(w: "Floats", on: Knobs) -> "Floats":
    """Return the filters as they are written into the matrix."""
    w = w[:, :, ::-1, ::-1] if "kernel-flipped" in on else w
    w = w[:, :, ::-1] if "kernel-upside-down" in on else w
    w = w[..., ::-1] if "kernel-mirrored" in on else w
    w = (w != 0).astype(np.float64) if "pattern-only" in on else w
    w = np.broadcast_to(w[:1], w.shape) if "first-filter-only" in on else w
    if "first-channel-only" in on:
        w = w * (np.arange(w.shape[1]) == 0)[:, None, None]
    if "first-channel-for-all" in on:
        w = np.broadcast_to(w[:, :1], w.shape)
    return w


_FC, _MATRIX = "Final Fully-Connected Layer", "Convolutions vs Fully-Connected"
_ONE_WEIGHT = "Take one weight and one image: a parabola. "

_DIFFERENCES = tuple(
    believed(id, belief, hint, _FC, "dw")
    for id, belief, hint in (
        (
            "one-sided",
            "One step is enough.",
            _ONE_WEIGHT + "Is the slope at its lowest point 0, as you measure it?",
        ),
        (
            "one-sided-backwards",
            "One step back is enough.",
            _ONE_WEIGHT + "Is the slope at its lowest point 0, as you measure it?",
        ),
        (  # and half-forgotten: no number tells which
            "divided-by-h",
            "The gradient is twice as large.",
            "How far apart are the two points that you compare, and where is the half of the squared error?",
        ),
        (
            "half-forgotten",
            "The loss is the squared error.",
            _ONE_WEIGHT + "Which factor stands before the square?",
        ),
        (
            "difference-alone",
            "A gradient is a difference.",
            "Halve the step h. Does your gradient halve too, and should it?",
        ),
        (
            "backward-minus-forward",
            "The step back comes first.",
            "Where the loss grows with a weight, is your gradient positive?",
        ),
        (
            "all-moved",
            "All weights are moved at once.",
            "All your numbers are equal. How many weights move when you measure one?",
        ),
        (
            "not-put-back",
            "A weight that was measured is done with.",
            "Print w before and after your loop. Is it the same?",
        ),
        ("mean-loss", "The loss is a mean.", "Give it every image twice. Should the gradient double?"),
        (
            "divided-by-the-batch",
            "The loss is a mean over the images.",
            "Give it every image twice. Should the gradient double?",
        ),
        (
            "target-ignored",
            "The loss is the size of the output.",
            "Let the target be the output. Is your gradient 0?",
        ),
        (
            "bias-forgotten",
            "A layer is a product of matrices.",
            "Let the target be the output, biases included. Is your gradient 0?",
        ),
        (
            "rounded-steps",
            "A step has the type of a whole number.",
            "Print a weight before and after its step. Has it moved?",
        ),
        (
            "tiny-step",
            "The smaller the step, the better.",
            "Try steps of 0.25, 1e-6 and 1e-12. How many digits do the two losses share, and what is left?",
        ),
    )
)
NUMERICAL = (*_DIFFERENCES, shared("nothing-written", _FC, "dw"))
MATRIX = (
    *(
        shared(id, _MATRIX, "matrix")
        for id in ("kernel-flipped", "kernel-upside-down", "kernel-mirrored", "stride-ignored", "channels-last")
    ),
    *(
        believed(id, belief, hint, _MATRIX, "matrix")
        for id, belief, hint in (
            (
                "matrix-transposed",
                "Outputs are the columns.",
                "Which shape must the matrix have, if the image is multiplied from the right?",
            ),
            (
                "column-first",
                "A map is read column by column.",
                "Which place of the window does your second row belong to: to the right, or below?",
            ),
            (
                "pixels-column-first",
                "An image is read column by column.",
                "Which pixel does your second column belong to: the one to the right, or the one below?",
            ),
            (
                "places-first",
                "All filters of one place come first.",
                "In which order does an output of shape (F, H, W) list its numbers? Which changes last?",
            ),
            (
                "pattern-only",
                "The matrix says who is connected.",
                "Multiply your matrix with an image. Where are the weights?",
            ),
            (
                "first-filter-only",
                "All filters are the first one.",
                "Compare the blocks of rows. Do they hold different filters?",
            ),
            (
                "first-channel-only",
                "A filter sees the first channel.",
                "Which columns belong to the second channel? What do you find in them?",
            ),
            (
                "first-channel-for-all",
                "All channels have the same weights.",
                "Compare the blocks of columns. Do they hold different weights?",
            ),
            (
                "stride-ignored-in-columns",
                "The window moves by the stride downwards only.",
                "By how many columns does the filter move from one row of the matrix to the next?",
            ),
            (
                "stride-ignored-in-rows",
                "The window moves by the stride to the right only.",
                "Where does the filter begin in the row of the matrix that belongs to the second row of the map?",
            ),
        )
    ),
    shared("last-place-missing", _MATRIX, "matrix"),
    shared("nothing-written", _MATRIX, "matrix"),
)

FAMILIES = (
    Family(exercises=("numerical_gradient",), misconceptions=NUMERICAL, model=numerical),
    Family(exercises=("conv_matrix",), misconceptions=MATRIX, model=matrix),
)
