"""The convolution layer: its families, and which beliefs concern which exercise.

The smaller exercises are the layer with one image and one filter, as in `conv_layer/operations.py`.
"""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Beliefs, Family, Knobs
from grader.topics.operation import Sizes

from . import beliefs_backward
from .beliefs_forward import BELIEFS as OF_THE_LAYER
from .beliefs_forward import SLIPS
from .model_backward import backward
from .model_forward import forward, glance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]


def model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return what somebody with these beliefs computes."""
    x, w = (inputs[name].astype(np.float64, copy=False) for name in ("x", "w"))
    if exercise == "conv_backward":
        dout = inputs["dout"].astype(np.float64, copy=False)
        return backward(dout, x, w, sizes["stride"], sizes["pad"], output, on)
    b = inputs["b"].astype(np.float64, copy=False).reshape(-1)
    if exercise == "conv_forward":
        return forward(x, w, b, sizes["stride"], sizes["pad"], on)
    out = forward(x[None], w[None], b, 1, 0, on)[0, 0]
    return out if exercise == "conv_map" else np.asarray(out[0, 0])


def shape_of(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> tuple[int, ...] | None:
    """Return the shape of a map that one with these beliefs computes, without computing it."""
    x, w = inputs["x"].shape, inputs["w"].shape
    if exercise == "conv_forward":
        return glance(x, w, sizes["stride"], sizes["pad"], on)
    shape = glance((1, *x), (1, *w), 1, 0, on)
    return None if shape is None else shape[2:]


OF_A_LAYER = {  # beliefs about strides, padding, several images and several filters
    *("stride-ignored", "stride-ignored-in-rows", "stride-ignored-in-columns", "outputs-skipped", "start-plus-stride"),
    "output-at-every-place",
    *("window-begins-without-stride", "window-ends-without-stride", "window-is-stride", "dilated"),
    *("padding-is-one", "padding-rows-only", "padding-columns-only", "padding-on-one-side", "padding-at-the-end"),
    "every-axis-padded",
    *("padding-forgotten", "padding-repeats-the-edge", "padding-mirrors", "padding-wraps-around", "padding-of-ones"),
    *("padding-subtracted-again", "size-with-padding-once", "frame-filled-to-minus-pad", "batch-framed"),
    *("channels-framed", "size-rounded-up", "size-over-the-stride", "filters-for-window", "images-added"),
    *("first-image-only", "last-image-only", "images-mixed", "bias-of-the-first-filter", "bias-of-the-next-filter"),
    *("biases-added-up", "channel-of-the-filter", "images-read-as-channels-last"),
    *("image-lost-without-padding", "stride-and-padding-exchanged", "size-rounded", "window-at-every-step"),
    *("put-where-the-window-begins", "stride-and-padding-left-out", "padding-is-half-the-kernel"),
}
OF_A_MAP = {  # and those that need more than one output
    *("height-for-both", "sizes-exchanged", "rows-and-columns-exchanged", "height-and-width-exchanged"),
    *("size-without-plus-one", "size-of-the-image", "map-sized-by-one-extent", "counter-split-by-rows"),
    "loops-exchanged",
}
_MAP = tuple(belief for belief in OF_THE_LAYER if belief.id not in OF_A_LAYER)
_SINGLE = tuple(belief for belief in _MAP if belief.id not in OF_A_MAP)

FAMILIES = (
    Family(exercises=("conv_single",), misconceptions=(*_SINGLE, *SLIPS), model=model),
    Family(exercises=("conv_map",), misconceptions=(*_MAP, *SLIPS), model=model, glance=shape_of),
    Family(exercises=("conv_forward",), misconceptions=(*OF_THE_LAYER, *SLIPS), model=model, glance=shape_of),
    Family(
        exercises=("conv_backward",),
        misconceptions=beliefs_backward.MISCONCEPTIONS,
        model=model,
        run_cost=0.6,
        frequent=("crop-by-one", "crop-to-minus-zero", "padding-is-one"),
    ),
)

_NOT_SQUARE = "loops-exchanged", "sizes-exchanged", "both raise wherever the map is not square"
ALIKE = {
    "conv_map": (_NOT_SQUARE,),
    "conv_forward": (
        _NOT_SQUARE,
        (
            "padding-on-one-side",
            "padding-subtracted-again",
            "an index below 0 reads the far side of the frame, which holds zeros as well",
        ),
    ),
    "conv_backward": (
        ("crop-lost", "gradient-of-zeros", "all of dx is 0 either way; dw and db tell them apart"),
        ("divided-by-the-places", "db-averaged", "the mean over all places, for db; dx and dw tell them apart"),
    ),
}
BELIEFS = Beliefs(families=FAMILIES, alike=ALIKE)
