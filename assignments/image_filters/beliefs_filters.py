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

BEYOND = {"beyond-edge": "edge", "beyond-mirror": "reflect", "beyond-twice": "symmetric", "beyond-wrap": "wrap"}


def model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return what somebody with these beliefs computes of a grey image."""
    x = inputs["x"].astype(np.float64)
    if exercise == "correlate_image":
        out = filtered(x, turned(inputs["k"].astype(np.float64), on), on)
    else:
        wrong_weights = WEIGHTS[exercise]
        weights, divisor = next((wrong_weights[knob] for knob in wrong_weights if knob in on), FILTERS[exercise])
        out = filtered(x, np.array(weights, np.float64), on, divisor)
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


def filtered(x: "Floats", k: "Floats", on: Knobs, divisor: int = 1) -> "Floats":
    """Slide a filter over an image, wherever it fits."""
    size = covered(k, on)
    is_framed = "pads-anyway" in on
    image = framed(x, size, on) if is_framed else x
    if "of-three" in on and min(image.shape) < 3:
        return np.zeros(x.shape)  # a loop from 1 to the last pixel but one does nothing
    windows = np.lib.stride_tricks.sliding_window_view(image, size)
    out: Floats = (windows * k).sum(axis=(2, 3)) / divisor
    if is_framed:
        out = out[: len(x), : x.shape[1]]
    if "begins-at-half" in on:  # the loop, though the first window is that of the first pixel
        late = np.zeros(out.shape)
        down, right = (extent // 2 for extent in size)
        late[down:, right:] = out[: len(x) - down, : x.shape[1] - right]
        out = late
    if "size-kept" in on:
        out = kept(x, out, on)
    if "map-sized-by-one-extent" in on:
        out = of_one_extent(out, (len(x) - k.shape[1], x.shape[1] - k.shape[0]), on)
    return out.T if "height-and-width-exchanged" in on else out


def covered(k: "Floats", on: Knobs) -> tuple[int, int]:
    """Return how many rows and columns a filter covers; NumPy raises later where its weights do not fit."""
    high, wide = k.shape
    if "filters-are-square" in on:
        return high, high
    if "of-three" in on:
        return 3, 3
    return (high // 2 * 2 + 1,) * 2 if "odd-and-square" in on else (high, wide)


def framed(x: "Floats", size: tuple[int, int], on: Knobs) -> "Floats":
    """Return an image in a frame, so wide that a filter of this size fits once for every pixel."""
    before = [extent // 2 if "half-before" in on else (extent - 1) // 2 for extent in size]
    if "at-least-one" in on:
        before = [max(some, 1) for some in before]
    after = [max(extent - 1 - some, 0) for extent, some in zip(size, before, strict=True)]
    mode = next((mode for knob, mode in BEYOND.items() if knob in on), "constant")
    image: Floats = np.pad(x, tuple(zip(before, after, strict=True)), mode=mode)  # type: ignore[call-overload]
    return image


def kept(x: "Floats", out: "Floats", on: Knobs) -> "Floats":
    """Return an answer in an array of the image's size: in the corner, or in the middle."""
    missing = [whole - part for whole, part in zip(x.shape, out.shape, strict=True)]
    before = [some // 2 if "in-the-middle" in on else 0 for some in missing]
    whole = x.copy() if "border-of-the-image" in on else np.zeros(x.shape)
    whole[before[0] : before[0] + out.shape[0], before[1] : before[1] + out.shape[1]] = out
    return whole


def of_one_extent(out: "Floats", lengths: tuple[int, int], on: Knobs) -> "Floats":
    """Return an answer in an array with one of its sizes made from the other extent of the image."""
    width, height = out.shape[1], out.shape[0]
    if "rows-from-the-width" in on:
        height = lengths[1] + 1
    else:
        width = lengths[0] + 1
    if (height < out.shape[0] or width < out.shape[1]) and "cut-off" not in on:
        raise IndexError("index is out of bounds")
    whole = np.zeros((height, width))  # raises where there is a negative size
    rows, columns = min(height, out.shape[0]), min(width, out.shape[1])
    whole[:rows, :columns] = out[:rows, :columns]
    return whole


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


_CENTRES = (frozenset[str](), frozenset({"half-before"}))  # of windows of an even size
_ODD = frozenset({"pads-anyway", "begins-at-half", "odd-and-square"})


def _sized(slide: str) -> tuple[Misconception, ...]:
    """Return what is believed of the size of an answer."""
    framed = tuple(centre | {"pads-anyway", *least} for centre in _CENTRES for least in ((), ("at-least-one",)))
    in_the_middle = frozenset({"size-kept", "in-the-middle"})
    one_extent = ({"columns-from-the-height"}, {"rows-from-the-width"})
    return (
        believed(
            "size-kept",
            "An image keeps its size.",
            "Your last rows and columns are 0. How many places has a filter of 3 rows on an image of 5?",
            slide,
        ),
        replace(shared("pads-anyway", slide), ways=framed),
        believed(
            "border-left-out",
            "What fits no window stays as it was at first.",
            "What stands in the outermost rows of your answer? How many places has a filter of 3 rows on 5 rows?",
            slide,
            ways=tuple(
                in_the_middle | some | other
                for some in (frozenset[str](), frozenset({"of-three"}))
                for other in (frozenset[str](), frozenset({"border-of-the-image"}))
            ),
        ),
        believed(
            "image-goes-on",
            "Beyond its border an image goes on.",
            "How often does the filter fit without sticking out? Which pixels are under it where it does not?",
            slide,
            ways=tuple(centre | {"pads-anyway", beyond} for beyond in BEYOND for centre in _CENTRES),
        ),
        believed(
            "begins-at-half",
            "A loop over a padded image begins at half the filter.",
            "Your answer has the size of the image, and begins with zeros. Which place is the first of your loop?",
            slide,
            ways=(*(centre | {"pads-anyway", "begins-at-half"} for centre in _CENTRES), _ODD),
        ),
        believed(
            "map-sized-by-one-extent",
            "Images are square.",
            "Print the shape of your answer for an image that is wider than high. Which of its sizes is used twice?",
            slide,
            ways=tuple(
                frozenset({"map-sized-by-one-extent", *extent, *cut})
                for extent in one_extent
                for cut in (set[str](), {"cut-off"})
            ),
        ),
    )


def _ends(slide: str) -> tuple[Misconception, ...]:
    ids = (
        "relu-inside",
        "clipped-like-a-photo",
        "kept-in-bytes",
        "last-place-missing",
        "last-place-empty",
        "returns-early",
        "nothing-written",
    )
    return *_sized(slide), *(shared(id, slide) for id in ids)


_FREQUENT = ("pads-anyway", "border-left-out")
_IMAGE_ALL = (*_IMAGE, shared("cut-to-integers", _IMAGES), *_ends(_IMAGES))
FAMILIES = (
    Family(
        exercises=("correlate_image",),
        misconceptions=_IMAGE_ALL,
        model=model,
        frequent=("kernel-flipped", *_FREQUENT),
    ),
    *(
        Family(exercises=(name,), misconceptions=(*own, *_ends(_FILTERS)), model=model, frequent=_FREQUENT)
        for name, own in (
            ("edge_detection", _EDGES),
            ("sharpen", (*_SHARPEN, _TYPES[1])),
            ("box_mean", (*_MEAN, *_TYPES)),
            ("gaussian_blur", (*_BLUR, *_TYPES)),
        )
    ),
)
