"""Wrong models of finding a filter, and of learning one by gradient descent."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Family, Knobs, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import handed_back, rate_taken, shared
from .operations import RATE, windows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]

_FEW = 8  # equations: one less than there are weights

# --------------------------------------------------------------------------- a hidden filter


def find_model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the filter that somebody with these beliefs finds."""
    x, due = (inputs[name].astype(np.float64) for name in ("x", "out"))
    k = inputs["hidden"].astype(np.float64)
    if {
        "found-in-wrong-order",
        "outputs-in-wrong-order",
        "found-from-few",
        "found-by-projection",
        "one-image-row",
    } & on:
        k = solved(windows(x), due, x, on)
    if "rounded-down" in on:
        k = np.ceil(k) - 1  # a whole number that is found a little too small; of others the rest is cut off
    if "kernel-flipped" in on:
        k = k[::-1, ::-1]
    if "kernel-transposed" in on:
        k = k.T
    if "weights-add-up-to-one" in on:
        with np.errstate(all="ignore"):
            k = k / k.sum()
    if "found-flat" in on:
        k = k.ravel()
    return handed_back(k, inputs["x"].dtype, on)


def solved(equations: "Floats", due: "Floats", x: "Floats", on: Knobs) -> "Floats":
    """Solve equations that are not those of the exercise."""
    right = due.T.ravel() if "outputs-in-wrong-order" in on else due.ravel()
    if "found-in-wrong-order" in on:
        equations = equations.reshape(*due.shape, -1).swapaxes(0, 1).reshape(equations.shape)
    if "found-by-projection" in on:
        return np.asarray(equations.T @ right / (x**2).sum()).reshape(3, 3)
    if "one-image-row" in on:
        equations, right = equations[: due.shape[1]], right[: due.shape[1]]
    if "found-from-few" in on:
        equations, right = equations[:_FEW], right[:_FEW]
    return np.asarray(np.linalg.lstsq(equations, right, rcond=None)[0]).reshape(3, 3)


# -------------------------------------------------------------------------- a learned filter


def stepped(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the filter after one step."""
    x, target, k = (inputs[name].astype(np.float64) for name in ("x", "target", "k"))
    used = k[::-1, ::-1] if "kernel-flipped" in on else k
    error = correlated(x, used) - (0 if "target-forgotten" in on else target)
    error = np.abs(error) if "error-without-sign" in on else error
    step = correlated(x, error)
    if "gradient-averaged" in on:
        step = step / error.size
    if "gradient-flipped" in on:
        step = step[::-1, ::-1]
    if "twice-the-gradient" in on:
        step = 2 * step
    if "step-of-the-sum" in on:
        step = np.full(k.shape, step.mean())
    if "step-of-the-error" in on:
        step = np.full(k.shape, error.sum())
    if "sign-alone" in on:
        step = np.sign(step)
    step = step * rate_taken(RATE * sizes["steps"], on)
    if "gradient-alone" in on:
        return handed_back(step, inputs["k"].dtype, on)
    return handed_back(k + step if {"uphill", "error-reversed"} & on else k - step, inputs["k"].dtype, on)


def correlated(x: "Floats", k: "Floats") -> "Floats":
    """Slide a filter over an image, wherever it fits."""
    views = np.lib.stride_tricks.sliding_window_view(x, k.shape)
    return np.asarray((views * k).sum(axis=(2, 3)))


_FIND, _LEARN = "Different Filters", "Image Filters"

FIND = (
    believed(
        "kernel-transposed",
        "Weights are listed column by column.",
        "Slide your filter over the image. Do you get the output that was given, or one of a filter laid on its side?",
        _FIND,
        "k",
    ),
    believed(
        "kernel-flipped",
        "The filter was turned around.",
        "Slide your filter over the image. Do you get the output that was given?",
        _FIND,
        "k",
    ),
    believed(
        "found-flat",
        "Nine weights are a row.",
        "Print the shape of your answer. Which shape has a filter that can be laid on the image?",
        _FIND,
        "k",
    ),
    believed(
        "found-in-wrong-order",
        "Windows are listed column by column, outputs row by row.",
        "Which window made the second number of your list of outputs? Is it the second in your list of windows?",
        _FIND,
        "k",
    ),
    believed(
        "outputs-in-wrong-order",
        "Outputs are listed column by column, windows row by row.",
        "Which window made the second number of your list of outputs? Is it the second in your list of windows?",
        _FIND,
        "k",
    ),
    believed(
        "found-from-few",
        "Some equations are enough, whichever.",
        "How many weights are unknown, and how many equations do you use?",
        _FIND,
        "k",
    ),
    believed(
        "one-image-row",
        "One row of outputs is enough.",
        "How many weights are unknown, and how many outputs are in one row?",
        _FIND,
        "k",
    ),
    believed(
        "found-by-projection",
        "The weights are the products of image and output.",
        "Slide your filter over the image. Do you get the output that was given? Which equations hold, and which not?",
        _FIND,
        "k",
    ),
    believed(
        "rounded-down",
        "Weights are whole, so the rest is cut off.",
        "Print a weight with all its digits before you round. Which whole number is it closest to?",
        _FIND,
        "k",
    ),
    believed(
        "weights-add-up-to-one",
        "The weights of a filter add up to 1.",
        "Add up the nine weights of the slide's edge filter. What do you get?",
        _FIND,
        "k",
    ),
    shared("nothing-written", _FIND, "k"),
)
LEARN = (
    believed(
        "uphill",
        "A step follows the gradient.",
        "Compute the squared error before and after your step. Does it fall?",
        _LEARN,
        "k_new",
    ),
    believed(
        "error-reversed",
        "The error is the target less the output.",
        "Compute the squared error before and after your step. Does it fall?",
        _LEARN,
        "k_new",
    ),
    shared("rate-forgotten", _LEARN, "k_new"),
    shared("rate-always-the-same", _LEARN, "k_new"),
    believed(
        "target-forgotten",
        "The error is the output.",
        "Let the target be the output of your filter. Does your filter still change?",
        _LEARN,
        "k_new",
    ),
    believed(
        "twice-the-gradient",
        "The square brings a factor of 2.",
        "The loss is half of the squared error. What is left of the 2?",
        _LEARN,
        "k_new",
    ),
    believed(
        "gradient-averaged",
        "The loss is a mean.",
        "It is right for one window. Does the exercise add up the squared errors, or average them?",
        _LEARN,
        "k_new",
    ),
    believed(
        "gradient-flipped",
        "Backward, everything is turned around.",
        "Let a single error be 1. Which pixel did the first weight meet there, and is it in your first entry?",
        _LEARN,
        "k_new",
    ),
    believed(
        "gradient-alone",
        "The gradient is the answer.",
        "With an error of 0, should your filter become 0?",
        _LEARN,
        "k_new",
    ),
    shared("sign-alone", _LEARN, "k_new"),
    believed(
        "step-of-the-sum",
        "All weights take the same step.",
        "Compare your new filter with the old one. Does each weight move by the same amount, and should it?",
        _LEARN,
        "k_new",
    ),
    believed(
        "step-of-the-error",
        "The gradient of a weight is the error.",
        "Double the image and the target. Does your gradient double, or grow by four?",
        _LEARN,
        "k_new",
    ),
    believed(
        "error-without-sign",
        "An error has a size and no sign.",
        "Let the output be too large everywhere, then too small. Do your steps differ?",
        _LEARN,
        "k_new",
    ),
    believed(
        "kernel-flipped",
        "The filter is turned around before it slides.",
        "Let the target be the output of correlate_image. Does your filter still change?",
        _LEARN,
        "k_new",
    ),
    shared("type-of-the-input", _LEARN, "k_new"),
    shared("cut-to-integers", _LEARN, "k_new"),
    shared("nothing-written", _LEARN, "k_new"),
)

FAMILIES = (
    Family(exercises=("find_filter",), misconceptions=FIND, model=find_model),
    Family(exercises=("learn_filter_step",), misconceptions=LEARN, model=stepped),
)
