"""Wrong models of how often a pixel is used, and of the sizes through a network."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Family, Knobs, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import shared
from .beliefs_sizes import places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]

# ------------------------------------------------------------------------------ pixel uses


def uses(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return how often each pixel is used: a window's rows and columns move apart."""
    window, stride, pad = (sizes[name] for name in ("window", "stride", "pad"))
    rows, columns = (covered(sizes[axis], window, stride, pad, on) for axis in ("height", "width"))
    counts = rows[:, None] + columns if "axes-added" in on else rows[:, None] * columns
    if "used-once" in on:
        counts = np.minimum(counts, 1)
    if "height-and-width-exchanged" in on:
        counts = counts.T
    return 0 * counts if "nothing-written" in on else counts


def covered(length: int, window: int, stride: int, pad: int, on: Knobs) -> "Floats":
    """Return how often each pixel of a row is covered."""
    places_of_window = (length + 2 * pad - window) // stride + 1
    pad = 0 if "padding-forgotten" in on else pad
    places_of_window = (length + 2 * pad - window) // stride + 1 if "padding-forgotten" in on else places_of_window
    places_of_window -= "one-missing" in on
    places_of_window = 1 if "returns-early" in on else places_of_window
    counts = np.zeros(length + 2 * pad)
    for place in range(places_of_window):
        start = place * (1 if "stride-ignored" in on else stride)
        counts[start : start + window] += 1
    if "padding-not-cropped" in on:
        return counts
    if "crop-from-the-corner" in on:
        return counts[:length]
    return counts[pad:-pad] if "crop-to-minus-zero" in on else counts[pad : pad + length]


# ------------------------------------------------------------------------------ many layers


def network(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the size behind each layer."""
    length: int | float = int(inputs["length"])
    lengths = [length]
    layers = zip(*(inputs[name].tolist() for name in ("windows", "strides", "pads")), strict=True)
    for window, stride, pad in layers:
        before = int(inputs["length"]) if "each-from-the-image" in on else length
        length = places(before, window, stride, pad, on)  # type: ignore[arg-type]
        lengths.append(length)
    if "only-the-last" in on:
        return np.array(lengths[-1:], np.float64)
    if "last-missing" in on:
        return np.array(lengths[:-1], np.float64)
    return np.array(lengths if "begins-with-the-image" in on else lengths[1:], np.float64)


_PADDING, _PROTOTYPE = "Convolution Layers: Padding", "CNN Prototype"

USES = (
    *(shared(id, _PADDING, "uses") for id in ("stride-ignored", "padding-forgotten", "one-missing")),
    *(
        believed(id, belief, hint, _PADDING, "uses")
        for id, belief, hint in (
            (
                "crop-to-minus-zero",
                "A slice that ends 0 before the end ends at the end.",
                "It is wrong where the padding is 0. What does a list give you from 0 to −0?",
            ),
            (
                "padding-not-cropped",
                "What lies over the padding is a pixel too.",
                "Print the shapes of the image and of your answer. Which rows are no pixels?",
            ),
            (
                "crop-from-the-corner",
                "The image begins in the corner of the padded one.",
                "It is right without padding. At which row of the padded image does the first pixel lie?",
            ),
            (
                "used-once",
                "A pixel that is used is used once.",
                "Draw two windows that overlap. How often do they use the pixels between them?",
            ),
            (
                "axes-added",
                "Uses along rows and columns add up.",
                "A pixel under 3 rows of places and 3 columns of places: under how many windows is it?",
            ),
            (
                "height-and-width-exchanged",
                "Rows and columns can be exchanged.",
                "Print the shape of your answer. Is it wider than high, as the image is?",
            ),
        )
    ),
    shared("returns-early", _PADDING, "uses"),
    shared("nothing-written", _PADDING, "uses"),
)
NETWORK = (
    *(
        shared(id, _PROTOTYPE, "sizes")
        for id in ("stride-ignored", "one-missing", "padding-forgotten", "padding-once", "rounds-up")
    ),
    *(
        believed(id, belief, hint, _PROTOTYPE, "sizes")
        for id, belief, hint in (
            (
                "begins-with-the-image",
                "The size of the image comes first.",
                "How many layers are there, and how many numbers do you return?",
            ),
            (
                "each-from-the-image",
                "Every layer sees the image.",
                "The first size is right, the second is not. What does the second layer get: the image, or a map?",
            ),
            (
                "only-the-last",
                "The last size is the answer.",
                "How many layers are there, and how many numbers do you return?",
            ),
            (
                "last-missing",
                "A size belongs to the layer that sees it.",
                "Your first number is the image's. How large is the map behind the last layer?",
            ),
        )
    ),
)

FAMILIES = (
    Family(exercises=("pixel_uses",), misconceptions=USES, model=uses),
    Family(exercises=("network_sizes",), misconceptions=NETWORK, model=network, refuses=True),
)
