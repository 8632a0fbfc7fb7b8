"""Wrong models of receptive fields, computed and measured."""

from itertools import accumulate
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Beliefs, Family, Knobs, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]

# -------------------------------------------------------------------------- receptive field


def field(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the size of a field, or the pixels from one output to the next."""
    windows, strides = (inputs[name].tolist() for name in ("windows", "strides"))
    if "from-the-output" in on:
        windows, strides = windows[::-1], strides[::-1]
    if "stride-ignored" in on:
        strides = [1] * len(strides)
    jumps = [1, *accumulate(strides, lambda jump, stride: jump * stride)]  # before each layer, and behind the last
    if "only-the-last-stride" in on:
        jumps = [1, *strides]
    if "strides-added" in on:
        jumps = [1 + sum(strides[:layer]) - layer for layer in range(len(strides) + 1)]
    if output == "jump":
        return np.asarray(float(jumps[-2] if "jump-before-the-last" in on else jumps[-1]))
    side = 1 + sum((window - 1) * jump for window, jump in zip(windows, jumps, strict=False))
    if "own-stride-too" in on:
        side = 1 + sum((window - 1) * jump for window, jump in zip(windows, jumps[1:], strict=True))
    if "windows-added" in on:
        side = sum(window * jump for window, jump in zip(windows, jumps, strict=False))
    side = prod(windows) if "windows-multiplied" in on else side
    side = windows[-1] if "last-window-only" in on else side
    side = 1 + 2 * len(windows) if "two-for-every-layer" in on else side
    side = side - 1 if "middle-forgotten" in on else side
    return np.asarray(float(side**2 if "area-for-side" in on else side))


def measured(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the gradient of one output, all weights being ones."""
    layers = list(zip(inputs["windows"].tolist(), inputs["strides"].tolist(), strict=True))
    length, at = int(inputs["length"]), int(inputs["at"])
    if "last-window-full" in on:
        jump = prod(stride for _, stride in layers)
        start, side = at * jump, int(field(exercise, inputs, sizes, "size", frozenset()))
        return np.array([start <= place < start + side for place in range(length)], np.float64)
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    gradient = np.zeros(lengths[-1])
    gradient[lengths[-1] // 2 if "starts-from-the-middle" in on else 0 if "starts-from-the-first" in on else at] = 1
    if "starts-from-all" in on:
        gradient[:] = 1
    back = layers if "layers-in-order" in on else layers[::-1]
    for (window, stride), size in zip(back, reversed(lengths[:-1]), strict=True):
        gradient = spread(gradient, window, stride, size, on)
    if "ones-only" in on:
        gradient = (gradient > 0).astype(np.float64)
    if "field-cut-out" in on:
        gradient = gradient[gradient > 0]
    return 0 * gradient if "nothing-written" in on else gradient


def spread(gradient: "Floats", window: int, stride: int, length: int, on: Knobs) -> "Floats":
    """Send a gradient back through one layer of ones."""
    stride = 1 if "backward-stride-ignored" in on else stride
    reach = window - 1 if "ends-early" in on else window
    before = np.zeros(length)
    for place, value in enumerate(gradient):
        value = value / window if "averaged" in on else value
        start = place * stride
        if "overwritten" in on:
            before[start : start + reach] = value
        else:
            before[start : start + reach] += value
    return before


_FIELD = "Receptive Field"

FIELD = tuple(
    believed(id, belief, hint, _FIELD, *outputs)
    for id, belief, hint, outputs in (
        (
            "windows-added",
            "Windows add up: two of 3 see 6.",
            "Draw two layers of 3 over a row of pixels. How many of them does one output see?",
            ("size",),
        ),
        (
            "windows-multiplied",
            "Windows multiply: two of 3 see 9.",
            "Draw two layers of 3 over a row of pixels. How many of them does one output see?",
            ("size",),
        ),
        (
            "last-window-only",
            "A number sees the window of its own layer.",
            "What do the three numbers under the last window see, all together?",
            ("size",),
        ),
        (
            "stride-ignored",
            "A stride moves windows and does not widen what they see.",
            "Behind a stride of 2, how many pixels apart are two neighbours of the map?",
            ("size", "jump"),
        ),
        (
            "own-stride-too",
            "The stride of a layer widens its own window.",
            "One layer, window 3, stride 2: how many pixels does one output see?",
            ("size",),
        ),
        (
            "only-the-last-stride",
            "Only the layer before matters for a step.",
            "Three layers of stride 2: how many pixels lie between two neighbours of the last map?",
            ("size", "jump"),
        ),
        (
            "strides-added",
            "Steps add up.",
            "Three layers of stride 2: how many pixels lie between two neighbours of the last map?",
            ("size", "jump"),
        ),
        (
            "jump-before-the-last",
            "The step is the one that the last layer sees.",
            "One layer of stride 2: how many pixels lie between two neighbours of its output?",
            ("jump",),
        ),
        (
            "from-the-output",
            "Layers are listed from the output on.",
            "Exchange your layers: is the field the same? Which of them is next to the image?",
            ("size",),
        ),
        (
            "two-for-every-layer",
            "Every layer adds two pixels.",
            "It is right for windows of 3 and stride 1. How many pixels does a window of 1 add?",
            ("size",),
        ),
        (
            "middle-forgotten",
            "What a layer adds is all there is.",
            "A window of 1 sees how many pixels? And what does your formula give?",
            ("size",),
        ),
        (
            "area-for-side",
            "The field is an area.",
            "Does the exercise ask for a side, or for the pixels in the square?",
            ("size",),
        ),
    )
)
_BACK = "Which map does the last layer's window lie on? Start from there: which stride is the first on the way back?"
MEASURED = (
    *(
        believed(id, belief, hint, _FIELD, "gradient")
        for id, belief, hint in (
            (
                "backward-stride-ignored",
                "Backward, windows lie one pixel apart.",
                "It is right where the strides are 1. On the way back, do your windows begin where they began forward?",
            ),
            (
                "overwritten",
                "A pixel belongs to one window.",
                "Where two windows overlap, what happens to what the first one left?",
            ),
            (
                "ones-only",
                "A pixel is seen or not.",
                "Two layers of 3: over how many paths does the middle pixel reach the output?",
            ),
            (
                "last-window-full",
                "The gradient is 1 wherever the field is.",
                "Two layers of 3: over how many paths does the middle pixel reach the output?",
            ),
            (
                "averaged",
                "A window of ones takes the mean.",
                "Add up your gradient of one layer of 3. Do you get 3, or 1?",
            ),
            ("starts-from-all", "Every output counts.", "How many outputs is the derivative of: one, or all of them?"),
            (
                "starts-from-the-middle",
                "The middle output is meant.",
                "It is right where the middle is asked for. Which output does the exercise name?",
            ),
            (
                "starts-from-the-first",
                "The first output is meant.",
                "It is right for output 0. Which output does the exercise name?",
            ),
            ("layers-in-order", "The first layer comes first, backwards too.", _BACK),
            (
                "ends-early",
                "The last pixel of a window is not in it.",
                "How many pixels does a window of 3 give a gradient to? Count yours.",
            ),
            (
                "field-cut-out",
                "Only the field itself is asked for.",
                "How many pixels has the input, and how many numbers do you return?",
            ),
        )
    ),
    shared("nothing-written", _FIELD, "gradient"),
)

FAMILIES = (
    Family(exercises=("receptive_field",), misconceptions=FIELD, model=field),
    Family(exercises=("gradient_of_ones",), misconceptions=MEASURED, model=measured),
)
BELIEFS = Beliefs(families=FAMILIES)
