"""Wrong models of sizes: places of a window, padding, shapes, parameters, uses of a pixel, sizes through a network."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Family, Knobs, Misconception, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import count_parameters, shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]


def places(length: int, window: int, stride: int, pad: int, on: Knobs) -> int | float:
    """Return how many places a window has."""
    zeros = 0 if "padding-forgotten" in on else pad if "padding-once" in on else 2 * pad
    stride = 1 if "stride-ignored" in on else stride
    free = length + zeros - window
    if "strict-for-floor" in on and free % stride:
        raise ValueError("a fraction")
    if "divides-by-stride" in on:
        return length // stride
    if "divides-by-window" in on:
        return (length + zeros) // window
    if "plus-one-first" in on:
        return (free + 1) // stride
    if "length-plus-one" in on:
        return (length + 1) // stride
    if "window-padded-too" in on:
        return (length - window) // stride + 1 + pad
    if "rounds-up" in on:
        return -(-free // stride) + 1
    if "rounds-the-float" in on:
        return round(free / stride) + 1
    if "fraction-kept" in on:
        return free / stride + 1
    return free // stride + (0 if "one-missing" in on else 1)


def size(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return an output size, or the padding that keeps the size."""
    if exercise == "same_padding":
        window = sizes["window"]
        half = (window + 1) // 2 if "half-rounded-up" in on else (window - 1) // 2
        pad = 2 * half if "padding-in-sum" in on else window if "window-itself" in on else half
        return np.asarray(1.0 if "padding-is-one" in on else float(pad))
    return np.asarray(float(places(sizes["length"], sizes["window"], sizes["stride"], sizes.get("pad", 0), on)))


def shape(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return one of the four sizes of a layer's output."""
    images, channels, filters = (sizes[name] for name in ("images", "channels", "filters"))
    if "channels-last" in on:
        output = {"F": "H_out", "H_out": "W_out", "W_out": "F"}.get(output, output)
    if output == "N":
        return np.asarray(float(1 if "one-image" in on else images))
    if output == "F":
        kept = channels if "depth-kept" in on else filters * channels if "depth-multiplied" in on else filters
        return np.asarray(float(kept))
    length = sizes["height" if output == "H_out" else "width"]
    if "width-first" in on:
        length = sizes["width" if output == "H_out" else "height"]
    if "height-for-both" in on:
        length = sizes["height"]
    if "width-for-both" in on:
        length = sizes["width"]
    window = filters if "filters-as-window" in on else sizes["window"]
    return np.asarray(float(places(length, window, sizes["stride"], sizes["pad"], on)))


def parameters(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return how many parameters a layer has."""
    channels, filters = sizes["channels"], 1 if "one-filter" in on else sizes["filters"]
    height, width = sizes["height"], sizes["width"]
    width = height if "square-windows" in on else width
    height = width if "square-windows-by-width" in on else height
    window = height + width if "sides-added" in on else height * width
    weights = filters * (1 if "depth-left-out" in on else channels) * window
    biases = filters * channels if "bias-per-channel" in on else filters
    return np.asarray(count_parameters(weights, biases, on))


_STRIDE, _PADDING = "Convolution Layers: Stride", "Convolution Layers: Padding"
_DIMENSIONS = "Convolution Layers: Dimensions"
_DIVIDED = (
    (
        "divides-by-window",
        "Windows lie side by side.",
        "7 pixels, a window of 3, steps of 1: do the windows overlap, and how many are there?",
    ),
    (
        "plus-one-first",
        "The 1 is added before dividing.",
        "A window that fits exactly once, and steps of 2: what does your formula give?",
    ),
    (
        "length-plus-one",
        "A size is the length and one, divided by the stride.",
        "How often does a window of 5 fit on 5 pixels? Does your formula know the window?",
    ),
)
_FRACTIONS = (
    (
        "rounds-the-float",
        "A fraction is rounded to the nearest number.",
        "8 pixels, a window of 3, steps of 3: 2.67. Does a third window fit?",
    ),
    (
        "fraction-kept",
        "A size may be a fraction.",
        "Which type has your answer? Can an image have 2.33 rows?",
    ),
    (
        "window-padded-too",
        "Padding is added to the number of places.",
        "How many places do two zeros more give a window that takes steps of 2? And steps of 1?",
    ),
)


def _size(slide: str, *outputs: str, has_fractions: bool = True) -> tuple[Misconception, ...]:
    """Return what is believed about the number of places, with or without padding and fractions."""
    rows = (*_DIVIDED, *(_FRACTIONS if has_fractions else ()))
    common = ["one-missing", "stride-ignored", "divides-by-stride"]
    common += ["padding-once", "padding-forgotten", "rounds-up", "strict-for-floor"] if has_fractions else []
    return (
        *(shared(id, slide, *outputs) for id in common),
        *(believed(id, belief, hint, slide, *outputs) for id, belief, hint in rows),
    )


SAME = tuple(
    believed(id, belief, hint, _PADDING, "pad")
    for id, belief, hint in (
        (
            "padding-in-sum",
            "The padding lies on one side only.",
            "A window of 3 on 7 pixels, with your padding on each side: how many places are there?",
        ),
        (
            "half-rounded-up",
            "The padding is half of the window, rounded up.",
            "A window of 1 on 7 pixels, with your padding on each side: how many places are there?",
        ),
        (
            "window-itself",
            "The padding is the window.",
            "A window of 3 on 7 pixels, with your padding on each side: how many places are there?",
        ),
        (
            "padding-is-one",
            "A padding of one keeps every size.",
            "A window of 5 on 7 pixels, with your padding on each side: how many places are there?",
        ),
    )
)
_ROWS = "Take an image of 4 rows and 9 columns. Which of your numbers is larger, and which should be?"
SHAPE = (
    *(
        believed(id, belief, hint, _DIMENSIONS, *outputs)
        for id, belief, hint, outputs in (
            (
                "depth-kept",
                "The depth of the output is that of the input.",
                "Each filter gives one map. How many filters are there?",
                ("F",),
            ),
            (
                "depth-multiplied",
                "Each filter gives a map for each channel.",
                "What does a filter do with the three channels: keep them apart, or add them up?",
                ("F",),
            ),
            ("one-image", "There is one image.", "How many images go in, and how many come out?", ("N",)),
            (
                "channels-last",
                "The filters come last.",
                "Which of your four numbers counts the maps? In which order does the docstring name them?",
                ("F", "H_out", "W_out"),
            ),
            ("width-first", "The width comes before the height.", _ROWS, ("H_out", "W_out")),
            ("height-for-both", "An image is as wide as it is high.", _ROWS, ("W_out",)),
            ("width-for-both", "An image is as high as it is wide.", _ROWS, ("H_out",)),
            (
                "filters-as-window",
                "The number of filters is their size.",
                "Ten filters of 5 x 5: which of the two numbers says how much an image shrinks?",
                ("H_out", "W_out"),
            ),
        )
    ),
    *_size(_DIMENSIONS, "H_out", "W_out"),
)
PARAMETERS = (
    shared("no-biases", _DIMENSIONS, "parameters"),
    shared("one-bias", _DIMENSIONS, "parameters"),
    *(
        believed(id, belief, hint, _DIMENSIONS, "parameters")
        for id, belief, hint in (
            (
                "bias-per-channel",
                "A filter has a bias for each channel.",
                "How many numbers does one filter add at the end: one, or one for each channel?",
            ),
            (
                "depth-left-out",
                "A filter is flat.",
                "How many pixels of an RGB image does one window of 5 x 5 hold: 25 or 75?",
            ),
            ("one-filter", "A layer is one filter.", "Double the number of filters. Does your count double?"),
            (
                "square-windows",
                "A window is as wide as it is high.",
                "How many pixels has a window of 3 rows and 7 columns?",
            ),
            (
                "square-windows-by-width",
                "A window is as high as it is wide.",
                "How many pixels has a window of 3 rows and 7 columns?",
            ),
            ("sides-added", "A window has its sides as weights.", "How many pixels has a window of 5 x 5?"),
            (
                "bias-per-weight",
                "Every weight has a bias.",
                "75 products are added up, and then? How many biases does that sum need?",
            ),
        )
    ),
)

FAMILIES = (
    Family(
        exercises=("output_size_strict",),
        misconceptions=_size(_STRIDE, "size", has_fractions=False),
        model=size,
        refuses=True,
    ),
    Family(exercises=("output_size",), misconceptions=_size(_PADDING, "size"), model=size, refuses=True),
    Family(exercises=("same_padding",), misconceptions=SAME, model=size, refuses=True),
    Family(exercises=("conv_output_shape",), misconceptions=SHAPE, model=shape, refuses=True),
    Family(exercises=("conv_parameters",), misconceptions=PARAMETERS, model=parameters),
)
