"""Wrong models of filters on signals and on one-channel images."""

from typing import TYPE_CHECKING

import numpy as np

from grader.misconceptions.misconception import Family, Knobs, Misconception
from grader.operations.images import FILTERS
from grader.operations.operation import Sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]

_MODES = {"edge-repeated": "edge", "wraps-around": "wrap", "mirrored-at-the-end": "reflect"}


def signal_model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return what one with these beliefs computes of a signal."""
    x = inputs["x"].astype(np.float64)
    if exercise == "box_filter":
        k = np.ones(3 if "always-three" in on else sizes["width"])
    else:
        k = inputs["k"].astype(np.float64)
    is_flipped = (exercise == "convolve_shrink") != ("flip-exchanged" in on)
    k = k[::-1] if is_flipped else k
    out = slid(ended(x, len(k), exercise == "correlate_pad", on), k)
    if exercise == "box_filter" and "sum-not-mean" not in on:
        out = out / len(k)
    return finished(out, on)


def ended(x: "Floats", window: int, pads: bool, on: Knobs) -> "Floats":
    """Return a signal with what stands beyond its ends."""
    half = (window - 1) // 2
    if "every-overlap" in on:
        return np.pad(x, window - 1)
    if pads == ("shrink-and-pad-exchanged" in on):
        return x
    if "zeros-on-the-left" in on:
        return np.pad(x, (window - 1, 0))
    if "zeros-on-the-right" in on:
        return np.pad(x, (0, window - 1))
    mode = next((mode for knob, mode in _MODES.items() if knob in on), "constant")
    return np.pad(x, (half, window - 1 - half), mode=mode)  # type: ignore[call-overload,no-any-return]


def slid(x: "Floats", k: "Floats") -> "Floats":
    """Slide a kernel over a signal, wherever it fits."""
    return np.asarray(np.lib.stride_tricks.sliding_window_view(x, len(k)) @ k)


def image_model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return what one with these beliefs computes of a grey image."""
    x = inputs["x"].astype(np.float64)
    divisor = 1
    if exercise == "correlate_image":
        k = inputs["k"].astype(np.float64)
    else:
        weights, divisor = FILTERS[exercise]
        k = np.array(weights, np.float64)
    if "not-divided" in on:
        divisor = 1
    if "divided-by-nine" in on:
        divisor = 9
    if "four-neighbours" in on:
        k = k * np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
    k = k[::-1, ::-1] if "filter-flipped" in on else k
    k = k[::-1] if "filter-upside-down" in on else k
    k = k[:, ::-1] if "filter-mirrored" in on else k
    k = k.T if "filter-transposed" in on else k
    windows = np.lib.stride_tricks.sliding_window_view(x, k.shape)
    out = (windows * k).sum(axis=(2, 3)) / divisor
    if "averaged" in on:
        out = out / k.size
    if "size-kept" in on:
        out = np.pad(out, ((0, k.shape[0] - 1), (0, k.shape[1] - 1)))
    if "relu-inside" in on:
        out = np.maximum(out, 0)
    return finished(out, on)


def finished(out: "Floats", on: Knobs) -> "Floats":
    """Return the output as it is handed back."""
    if "nothing-written" in on:
        out = 0 * out
    if "cut-to-integers" in on:
        out = np.trunc(out)
    if "whole-division" in on:
        out = np.floor(out)
    return out[:-1] if "last-place-missing" in on else out


_SIGNAL, _IMAGES, _FILTERS = "What are Convolutions?", "Convolutions on Images", "Image Filters"


def _of(slide: str, id: str, belief: str, hint: str) -> Misconception:
    return Misconception(id=id, belief=belief, hint=hint, slide=slide)


_COMMON = (
    (
        "cut-to-integers",
        "Answers have the type of the input.",
        "Try an input of halves. Which type has the array that you collect the answer in?",
    ),
    (
        "nothing-written",
        "The array is filled already.",
        "All your numbers are 0. Into which array do you write, and which do you return?",
    ),
)
_PLACES = (
    (
        "last-place-missing",
        "The last place lies outside.",
        "How many places has a window of 1 on 3 numbers? Count yours.",
    ),
)
_ENDS = (
    (
        "edge-repeated",
        "Beyond the end the last number goes on.",
        "Only the ends are wrong. Which value does the slide put beyond them?",
    ),
    (
        "wraps-around",
        "Beyond the end the signal begins again.",
        "Only the ends are wrong. Which value does the slide put beyond them?",
    ),
    (
        "mirrored-at-the-end",
        "Beyond the end the signal runs back.",
        "Only the ends are wrong. Which value does the slide put beyond them?",
    ),
    (
        "zeros-on-the-left",
        "All zeros stand on the left.",
        "How many zeros stand before the first number, and how many behind the last?",
    ),
    (
        "zeros-on-the-right",
        "All zeros stand on the right.",
        "How many zeros stand before the first number, and how many behind the last?",
    ),
)
_FLIP = "Put the kernel 1 2 3 on the first three numbers by hand. Which end of the kernel meets which number?"
_SHRINKS = (
    ("flip-exchanged", "A kernel is slid the other way round.", _FLIP),
    (
        "every-overlap",
        "Every overlap counts.",
        "How many values come out of 10 numbers and a kernel of 3, without padding?",
    ),
    (
        "shrink-and-pad-exchanged",
        "The output is as long as the input.",
        "How often does the kernel fit without sticking out?",
    ),
)


def _all(slide: str, *groups: tuple[tuple[str, str, str], ...]) -> tuple[Misconception, ...]:
    return tuple(_of(slide, *row) for group in groups for row in group)


_BOX = (
    ("sum-not-mean", "A box adds up.", "Try a signal of ones. Do you get 1?"),
    ("whole-division", "A mean of whole numbers is a whole number.", "Try a box of two on 1 and 2. Do you get 1.5?"),
    ("always-three", "A box has three numbers.", "Try a box of two. How many numbers do you add?"),
)
_PADS = (
    ("flip-exchanged", "A kernel is turned around before it slides.", _FLIP),
    ("shrink-and-pad-exchanged", "Padding is not needed.", "How long is your output, and how long is the input?"),
)
_TURNS = (
    (
        "filter-flipped",
        "A convolution turns the filter by half a circle.",
        "Take a filter with a single 1 in its top left corner. Which corner does it pick out?",
    ),
    (
        "filter-upside-down",
        "A filter stands on its head.",
        "Take a filter with a single 1 in its top left corner. Which corner does it pick out?",
    ),
    (
        "filter-mirrored",
        "A filter is seen in a mirror.",
        "Take a filter with a single 1 in its top left corner. Which corner does it pick out?",
    ),
    (
        "filter-transposed",
        "The first index of a filter counts columns.",
        "Use a filter for horizontal edges. Does yours answer to vertical ones?",
    ),
    (
        "averaged",
        "A filter takes a mean.",
        "Every number is too small by the same factor. How many weights has the filter?",
    ),
    ("size-kept", "An image keeps its size.", "How many places has a filter of 3 rows on an image of 5?"),
    (
        "relu-inside",
        "A pixel cannot be negative.",
        "The slide's sharpened image holds a −7. Which of your numbers are negative?",
    ),
)
_DIVISORS = (
    ("not-divided", "The weights are whole numbers.", "Try an image of ones. Does it keep its brightness?"),
    (
        "divided-by-nine",
        "Nine weights, so divide by nine.",
        "Add all weights of the slide's filter. By what are they divided?",
    ),
    ("whole-division", "A pixel is a whole number.", "Try an image of halves. Which of the two divisions do you use?"),
)
_NEIGHBOURS = (
    ("four-neighbours", "Only four neighbours count.", "Look at the corners of the slide's filter. What stands there?"),
)

FAMILIES = (
    Family(exercises=("box_filter",), misconceptions=_all(_SIGNAL, _BOX, _PLACES, _COMMON), model=signal_model),
    Family(
        exercises=("correlate_shrink", "convolve_shrink"),
        misconceptions=_all(_SIGNAL, _SHRINKS, _PLACES, _COMMON),
        model=signal_model,
    ),
    Family(exercises=("correlate_pad",), misconceptions=_all(_SIGNAL, _PADS, _ENDS, _COMMON), model=signal_model),
    Family(exercises=("correlate_image",), misconceptions=_all(_IMAGES, _TURNS, _PLACES, _COMMON), model=image_model),
    Family(
        exercises=("edge_detection", "sharpen"),
        misconceptions=_all(_FILTERS, _NEIGHBOURS, _TURNS[-2:], _COMMON),
        model=image_model,
    ),
    Family(
        exercises=("box_mean", "gaussian_blur"),
        misconceptions=_all(_FILTERS, _DIVISORS, _TURNS[-2:], _COMMON),
        model=image_model,
    ),
)
