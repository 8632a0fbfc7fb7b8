"""What people believe of windows as columns."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Beliefs, Family, Knobs, believed
from grader.topics.operation import Sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Inputs = Mapping[str, NDArray[np.generic]]


def columns(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "NDArray[np.float64]":
    """Return the matrix that somebody with these beliefs makes."""
    x, pad, stride = inputs["x"].astype(np.float64), sizes["pad"], sizes["stride"]
    window = sizes["HH"], sizes["WW"]
    if "padding-forgotten" not in on:
        before, after = (2 * pad, 0) if "padding-on-one-side" in on else (pad, pad)
        x = np.pad(x, ((0, 0), (0, 0), (before, after), (before, after)))
    step = 1 if "stride-ignored" in on else stride
    views = np.lib.stride_tricks.sliding_window_view(x, window, axis=(2, 3))[:, :, ::step, ::step]
    N, C, H_out, W_out = views.shape[:4]
    order = (0, 1, 4, 5, 2, 3)  # images, channels, rows and columns of the window, rows and columns of the map
    if "channels-last" in on:
        order = (0, 4, 5, 1, 2, 3)
    if "window-columns-first" in on:
        order = (0, 1, 5, 4, 2, 3)
    if "places-columns-first" in on:
        order = (0, 1, 4, 5, 3, 2)
    made = views.transpose(order).reshape(N, C * window[0] * window[1], H_out * W_out)
    if "windows-are-rows" in on:
        made = made.transpose(0, 2, 1)
    if "reshaped-only" in on:
        made = views.reshape(made.shape)
    if "images-side-by-side" in on:
        made = np.concatenate(list(made), axis=1)[None]
    return made


_RGB, _STRIDE, _PADDING = "Convolutions on RGB Images", "Convolution Layers: Stride", "Convolution Layers: Padding"
MISCONCEPTIONS = tuple(
    believed(id, belief, hint, slide, "columns")
    for id, belief, hint, slide in (
        (
            "windows-are-rows",
            "A window is a row of the matrix.",
            "The weights of a filter are one row. What must meet it in a matrix product: a row, or a column?",
            _RGB,
        ),
        (
            "channels-last",
            "The channels of a pixel stand together.",
            "Which number follows the first in w.reshape(F, -1): one of the same channel, or of the next?",
            _RGB,
        ),
        (
            "window-columns-first",
            "A window is read column by column.",
            "Write a window of 2 x 3 as w.reshape(F, -1) would. Which of its numbers comes second?",
            _RGB,
        ),
        (
            "places-columns-first",
            "The places of a map are counted column by column.",
            "Your second column of the matrix: is its window to the right of the first one, or below it?",
            _RGB,
        ),
        (
            "reshaped-only",
            "A reshape brings the numbers where they belong.",
            "Print the shape of your windows before the reshape. Which axes have to stand next to each other?",
            _RGB,
        ),
        (
            "images-side-by-side",
            "All images share one matrix.",
            "How many matrices are there for {N} images? Print the shape that you return.",
            _RGB,
        ),
        (
            "stride-ignored",
            "A window begins at every pixel.",
            "It is right for stride 1. For stride {stride}, how far apart are two windows?",
            _STRIDE,
        ),
        (
            "padding-forgotten",
            "The image is used as it is.",
            "It is right for padding 0. How many rows has the image with a padding of {pad}?",
            _PADDING,
        ),
        (
            "padding-on-one-side",
            "All the padding goes above and to the left.",
            "How many zeros stand before the first pixel of a row, and how many behind the last?",
            _PADDING,
        ),
    )
)
BELIEFS = Beliefs(families=(Family(exercises=("im2col",), misconceptions=MISCONCEPTIONS, model=columns),))
