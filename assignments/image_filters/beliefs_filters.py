"""Wrong models of one filter on a grey image, and of the slide's four filters."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Family, Knobs, Misconception, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import handed_back, shared
from .filtering import BEYOND, filtered
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
        ways=(frozenset({"filters-are-square"}), frozenset({"filters-are-square", "by-index"})),
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


_PLAIN = frozenset[str]()
_CENTRES = (_PLAIN, frozenset({"half-before"}))  # of windows of an even size
_SQUARE = tuple(frozenset({knob}) for knob in ("odd-and-square", "odd-by-the-width", "frame-by-the-height"))
_ODD = frozenset({"pads-anyway", "begins-at-half", "odd-and-square"})


def _sized(slide: str) -> tuple[Misconception, ...]:
    """Return what is believed of the size of an answer."""
    least = frozenset({"at-least-one"})
    framed = tuple(
        frame | {"pads-anyway"} for frame in (*_CENTRES, least, least | _CENTRES[1], *_SQUARE, frozenset({"of-three"}))
    )
    in_the_middle = frozenset({"size-kept", "in-the-middle"})
    loops = (
        *(_PLAIN, frozenset({"of-three"}), frozenset({"filters-are-square"})),
        *(_CENTRES[1], frozenset({"half-before", "filters-are-square", "by-index"})),
    )
    one_extent = ({"columns-from-the-height"}, {"rows-from-the-width"}, {"as-wide-as-high"}, {"as-high-as-wide"})
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
                in_the_middle | loop | border
                for border in (_PLAIN, frozenset({"border-of-the-image"}))
                for loop in loops
            ),
        ),
        believed(
            "image-goes-on",
            "Beyond its border an image goes on.",
            "How often does the filter fit without sticking out? Which pixels are under it where it does not?",
            slide,
            ways=(
                *(centre | {"pads-anyway", beyond} for beyond in BEYOND for centre in _CENTRES),
                *(
                    square | {"pads-anyway", beyond}
                    for beyond in ("beyond-edge", "beyond-mirror")
                    for square in _SQUARE
                ),
            ),
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
            ways=(
                *(
                    frozenset({"map-sized-by-one-extent", *extent, *cut})
                    for extent in one_extent
                    for cut in (set[str](), {"cut-off"})
                ),
                frozenset({"square-slices"}),
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


_FREQUENT = ("pads-anyway", "border-left-out", "image-goes-on")
_IMAGE_ALL = (*_IMAGE, shared("cut-to-integers", _IMAGES), *_ends(_IMAGES))
FAMILIES = (
    Family(
        exercises=("correlate_image",),
        misconceptions=_IMAGE_ALL,
        model=model,
        frequent=("kernel-flipped", *_FREQUENT, "filters-are-square"),
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
