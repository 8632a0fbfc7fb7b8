"""Wrong models of sliding a box along a signal."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Family, Knobs, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import handed_back, shared
from .beliefs_sliding import between, slid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]


def model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return what somebody with these beliefs takes for the mean of every stretch."""
    out = box(inputs["x"].astype(np.float64), sizes["width"], on)
    return handed_back(out, inputs["x"].dtype, on)


def box(x: "Floats", width: int, on: Knobs) -> "Floats":
    """Return the mean of every stretch."""
    places = len(x) - width + 1
    if "always-three" in on:  # as many places as for the width, three numbers at each; beyond the end there are none
        x, width = between(x, 0, 2), 3
    if "three-everywhere" in on:
        width, places = 3, len(x) - 2
    divisor: Floats | float = 1.0 if "sum-not-mean" in on else 3.0 if "divided-by-three" in on else float(width)
    divisor = float(len(x)) if "divided-by-the-length" in on else divisor
    ends = width // 2, width - 1 - width // 2
    if {"renormalised", "pads-anyway"} & on:
        divisor = slid(between(np.ones(len(x)), *ends), np.ones(width)) if "renormalised" in on else divisor
        x, places = between(x, *ends), len(x)
    out = slid(x, np.ones(width))[:places] / divisor
    out = out[1:] if "first-place-missing" in on else out
    return out[::width] if "side-by-side" in on else out


_SLIDE = "What are Convolutions?"

BOX = (
    believed("sum-not-mean", "A box adds up.", "Try a signal of ones. Do you get 1?", _SLIDE),
    shared("type-of-the-input", _SLIDE),
    shared("cut-to-integers", _SLIDE),
    shared("whole-division", _SLIDE),
    believed(
        "always-three", "A box has three numbers.", "Try a box of two on 1 2 3. How many numbers do you add?", _SLIDE
    ),
    believed(
        "three-everywhere", "Every box is the slide's.", "Try a box of two on 1 2 3. How many means are there?", _SLIDE
    ),
    believed(
        "divided-by-three",
        "A mean is a third of a sum.",
        "It is right for a box of three. Try a box of two on ones: do you get 1?",
        _SLIDE,
    ),
    believed(
        "divided-by-the-length",
        "A mean is divided by the length of the signal.",
        "Try a long signal of ones and a box of two. Do you get 1?",
        _SLIDE,
    ),
    shared("renormalised", _SLIDE),
    shared("pads-anyway", _SLIDE),
    believed(
        "side-by-side",
        "Stretches lie side by side.",
        "Where does the slide's second box begin: where the first one ends, or one number further?",
        _SLIDE,
    ),
    believed(
        "first-place-missing",
        "A running sum begins with the first number.",
        "Your first mean is the second one that is due. Which numbers does the first stretch hold?",
        _SLIDE,
    ),
    shared("last-place-missing", _SLIDE),
    shared("last-place-empty", _SLIDE),
    shared("returns-early", _SLIDE),
    shared("nothing-written", _SLIDE),
)

FAMILIES = (Family(exercises=("box_filter",), misconceptions=BOX, model=model),)
