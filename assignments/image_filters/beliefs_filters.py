"""Wrong models of one filter on a grey image, and of the slide's four filters."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Family, Knobs, Misconception, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import handed_back, shared
from .operations import FILTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]

_ONES = [[1, 1, 1], [1, 1, 1], [1, 1, 1]]
_AROUND = [[1, 1, 1], [1, 0, 1], [1, 1, 1]]
_CROSS = [[0, -1, 0], [-1, 4, -1], [0, -1, 0]]
_NINE = [[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]]
WEIGHTS = {  # what a filter is taken for: whole weights, and what all are divided by
    "edge_detection": {
        "edges-of-four": (_CROSS, 1),
        "edges-and-image": (_NINE, 1),
        "edges-inverted": ([[1, 1, 1], [1, -8, 1], [1, 1, 1]], 1),
        "sharpened-instead": FILTERS["sharpen"],
    },
    "sharpen": {
        "sharpen-all-neighbours": (_NINE, 1),
        "sharpen-without-itself": (_CROSS, 1),
        "edges-instead": FILTERS["edge_detection"],
    },
    "box_mean": {
        "not-divided": (_ONES, 1),
        "mean-by-eight": (_ONES, 8),
        "mean-by-three": (_ONES, 3),
        "middle-left-out": (_AROUND, 8),
        "blurred-instead": FILTERS["gaussian_blur"],
    },
    "gaussian_blur": {
        "not-divided": (FILTERS["gaussian_blur"][0], 1),
        "blur-by-nine": (FILTERS["gaussian_blur"][0], 9),
        "blur-is-a-box": (_ONES, 9),
        "blur-of-four": ([[0, 2, 0], [2, 4, 2], [0, 2, 0]], 12),
    },
}


def model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return what somebody with these beliefs computes of a grey image."""
    x = inputs["x"].astype(np.float64)
    if exercise == "correlate_image":
        out = filtered(x, turned(inputs["k"].astype(np.float64), on), on)
    else:
        wrong_weights = WEIGHTS[exercise]
        weights, divisor = next((wrong_weights[knob] for knob in wrong_weights if knob in on), FILTERS[exercise])
        out = filtered(x, np.array(weights, np.float64), on) / divisor
    return handed_back(out, inputs["x"].dtype, on)


def turned(k: "Floats", on: Knobs) -> "Floats":
    """Return the filter as it meets the image."""
    k = k[::-1, ::-1] if "kernel-flipped" in on else k
    k = k[::-1] if "kernel-upside-down" in on else k
    k = k[:, ::-1] if "kernel-mirrored" in on else k
    k = k.T if "kernel-transposed" in on else k
    if "last-row-only" in on:
        k = k * (np.arange(len(k)) == len(k) - 1)[:, None]
    if "last-product-only" in on:
        last = np.zeros(k.shape)
        last[-1, -1] = k[-1, -1]
        k = last
    if "product-of-sums" in on:
        k = np.full(k.shape, k.sum())
    return k / k.size if "averaged" in on else k


def filtered(x: "Floats", k: "Floats", on: Knobs) -> "Floats":
    """Slide a filter over an image, wherever it fits."""
    high, wide = k.shape
    if "pads-anyway" in on:
        before = [size // 2 if "half-before" in on else (size - 1) // 2 for size in k.shape]
        x = np.pad(x, tuple((some, size - 1 - some) for some, size in zip(before, k.shape, strict=True)))
    if "filters-are-square" in on:
        wide = high
    windows = np.lib.stride_tricks.sliding_window_view(x, (high, wide))
    out: Floats = (windows * k).sum(axis=(2, 3))
    if "size-kept" in on:
        out = np.pad(out, ((0, len(x) - len(out)), (0, x.shape[1] - out.shape[1])))
    if "height-and-width-exchanged" in on:
        out = out.T
    return out


_IMAGES, _FILTERS = "Convolutions on Images", "Image Filters"
_SUM = "Add all nine weights of your filter. What does an even grey become?"

_IMAGE = (
    shared("kernel-flipped", _IMAGES),
    shared("kernel-upside-down", _IMAGES),
    shared("kernel-mirrored", _IMAGES),
    shared("kernel-transposed", _IMAGES),
    shared("averaged", _IMAGES),
    believed(
        "filters-are-square",
        "A filter is as wide as it is high.",
        "It is right for square filters. Take a filter of 1 row and 3 columns: how many pixels does it cover?",
        _IMAGES,
    ),
    believed(
        "last-row-only",
        "Each row of products replaces the one before.",
        "With a filter of one row it is right. What happens to the first row when the second one comes?",
        _IMAGES,
    ),
    believed(
        "last-product-only",
        "Each product replaces the one before.",
        "With a filter of one number it is right. What happens to the first product when the second one comes?",
        _IMAGES,
    ),
    believed(
        "product-of-sums",
        "The sum of products is the product of sums.",
        "Take 1 2 and the weights 3 4: is 3 + 8 the same as 3 times 7?",
        _IMAGES,
    ),
    believed(
        "height-and-width-exchanged",
        "Rows and columns can be exchanged.",
        "Print the shapes of the image and of your answer. Which of them is wider than high?",
        _IMAGES,
    ),
)
_EDGES = (
    believed(
        "edges-of-four",
        "Only four neighbours count.",
        "Look at the corners of the slide's filter. What stands there?",
        _FILTERS,
    ),
    believed("edges-and-image", "The image stays under its edges.", _SUM, _FILTERS),
    believed(
        "edges-inverted",
        "Edges are dark.",
        "Put a bright pixel on a dark image. Is it bright in your answer, or very dark?",
        _FILTERS,
    ),
    believed("sharpened-instead", "Finding edges means sharpening.", _SUM, _FILTERS),
)
_SHARPEN = (
    believed(
        "sharpen-all-neighbours",
        "All eight neighbours are taken away.",
        "Look at the corners of the slide's filter. What stands there?",
        _FILTERS,
    ),
    believed("sharpen-without-itself", "A sharp pixel is four times itself.", _SUM, _FILTERS),
    believed("edges-instead", "Sharpening means finding edges.", _SUM, _FILTERS),
)
_MEAN = (
    shared("not-divided", _FILTERS),
    shared("whole-division", _FILTERS),
    believed(
        "mean-by-eight",
        "Eight neighbours, so divide by eight.",
        "Try an image of ones. Do you get 1? How many pixels are added up?",
        _FILTERS,
    ),
    believed(
        "mean-by-three",
        "A window of three is divided by three.",
        "Try an image of ones. Do you get 1? How many pixels are added up?",
        _FILTERS,
    ),
    believed(
        "middle-left-out",
        "A mean is taken over the neighbours.",
        "Set a single pixel to 9, the others to 0. What is your answer at that pixel?",
        _FILTERS,
    ),
    believed(
        "blurred-instead",
        "Every blur has the same weights.",
        "Set a single pixel to 9, the others to 0. Which of your answers are equal, and which should be?",
        _FILTERS,
    ),
)
_BLUR = (
    shared("not-divided", _FILTERS),
    shared("whole-division", _FILTERS),
    believed(
        "blur-by-nine",
        "Nine weights, so divide by nine.",
        "Add all weights of the slide's filter. By what are they divided?",
        _FILTERS,
    ),
    believed(
        "blur-is-a-box",
        "All weights of a blur are the same.",
        "Set a single pixel to 16, the others to 0. Which of your answers are equal, and which should be?",
        _FILTERS,
    ),
    believed(
        "blur-of-four",
        "Only four neighbours count.",
        "Look at the corners of the slide's filter. What stands there?",
        _FILTERS,
    ),
)


_TYPES = (shared("type-of-the-input", _FILTERS), shared("cut-to-integers", _FILTERS))


def _ends(slide: str) -> tuple[Misconception, ...]:
    ids = (
        "relu-inside",
        "clipped-like-a-photo",
        "last-place-missing",
        "last-place-empty",
        "returns-early",
        "nothing-written",
    )
    kept = believed(
        "size-kept",
        "An image keeps its size.",
        "Your last rows and columns are 0. How many places has a filter of 3 rows on an image of 5?",
        slide,
    )
    framed = (frozenset({"pads-anyway"}), frozenset({"pads-anyway", "half-before"}))  # by an even size on either side
    return kept, replace(shared("pads-anyway", slide), ways=framed), *(shared(id, slide) for id in ids)


_IMAGE_ALL = (*_IMAGE, shared("cut-to-integers", _IMAGES), *_ends(_IMAGES))
FAMILIES = (
    Family(exercises=("correlate_image",), misconceptions=_IMAGE_ALL, model=model, frequent=("kernel-flipped",)),
    Family(exercises=("edge_detection",), misconceptions=(*_EDGES, *_ends(_FILTERS)), model=model),
    Family(exercises=("sharpen",), misconceptions=(*_SHARPEN, _TYPES[1], *_ends(_FILTERS)), model=model),
    Family(exercises=("box_mean",), misconceptions=(*_MEAN, *_TYPES, *_ends(_FILTERS)), model=model),
    Family(exercises=("gaussian_blur",), misconceptions=(*_BLUR, *_TYPES, *_ends(_FILTERS)), model=model),
)
