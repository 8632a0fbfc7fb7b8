"""A wrong model of a filter on a grey image: how large the answer is, and what lies beyond the border."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Knobs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BEYOND = {"beyond-edge": "edge", "beyond-mirror": "reflect", "beyond-twice": "symmetric", "beyond-wrap": "wrap"}


def filtered(x: "Floats", k: "Floats", on: Knobs, divisor: int = 1) -> "Floats":
    """Slide a filter over an image, wherever it fits."""
    if "square-slices" in on:
        return np.asarray(in_slices(x, k, (len(k), len(k)), (len(x) - len(k) + 1,) * 2) / divisor)
    if "by-index" in on:  # row by row and column by column, as many of both
        if "size-kept" in on and min(x.shape) <= len(k) // 2 * 2:
            return np.zeros(x.shape)
        if k.shape[1] < len(k):
            raise IndexError("index out of bounds")
        k = k[:, : len(k)]
    size = covered(k, on)
    is_framed = "pads-anyway" in on
    image = framed(x, size, on) if is_framed else x
    if "of-three" in on and min(image.shape) < 3:
        return np.zeros(x.shape)  # a loop from 1 to the last pixel but one does nothing
    if "frame-by-the-height" in on:
        return np.asarray(in_slices(image, k, size, x.shape) / divisor)
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
        out = kept(x, out, size, on)
    if "map-sized-by-one-extent" in on:
        less = (1, 1) if {"pads-anyway", "size-kept"} & on else size
        out = of_one_extent(out, (len(x) - less[1], x.shape[1] - less[0]), on)
    return out.T if "height-and-width-exchanged" in on else out


def in_slices(image: "Floats", k: "Floats", size: tuple[int, int], places: tuple[int, ...]) -> "Floats":
    """Slide a filter slice by slice; NumPy cuts slices at the end, and says whether the filter fits them."""
    out = np.zeros(places)
    for i, j in np.ndindex(out.shape):
        out[i, j] = (image[i : i + size[0], j : j + size[1]] * k).sum()
    return out


def covered(k: "Floats", on: Knobs) -> tuple[int, int]:
    """Return how many rows and columns a filter covers; NumPy raises later where its weights do not fit."""
    high, wide = k.shape
    if "filters-are-square" in on:
        return high, high
    if "of-three" in on:
        return 3, 3
    if "odd-by-the-width" in on:
        return ((wide - 1) // 2 * 2 + 1,) * 2
    return (high // 2 * 2 + 1,) * 2 if "odd-and-square" in on else (high, wide)


def framed(x: "Floats", size: tuple[int, int], on: Knobs) -> "Floats":
    """Return an image in a frame, so wide that a filter of this size fits once for every pixel."""
    before = [extent // 2 if "half-before" in on else (extent - 1) // 2 for extent in size]
    if "at-least-one" in on:
        before = [max(some, 1) for some in before]
    after = [max(extent - 1 - some, 0) for extent, some in zip(size, before, strict=True)]
    if "frame-by-the-height" in on:  # half a filter's height on every side
        before = after = [size[0] // 2] * 2
    mode = next((mode for knob, mode in BEYOND.items() if knob in on), "constant")
    image: Floats = np.pad(x, tuple(zip(before, after, strict=True)), mode=mode)  # type: ignore[call-overload]
    return image


def kept(x: "Floats", out: "Floats", size: tuple[int, int], on: Knobs) -> "Floats":
    """Return an answer in an array of the image's size: in the corner, or in the middle."""
    before = [0, 0] if "in-the-middle" not in on else [(extent - 1) // 2 for extent in size]
    if "half-before" in on:  # as many rows above as below, of a filter of an even size too
        before = [extent // 2 for extent in size]
        out = out[: max(len(x) - 2 * before[0], 0), : max(x.shape[1] - 2 * before[1], 0)]
    whole = x.copy() if "border-of-the-image" in on else np.zeros(x.shape)
    whole[before[0] : before[0] + out.shape[0], before[1] : before[1] + out.shape[1]] = out
    return whole


def of_one_extent(out: "Floats", lengths: tuple[int, int], on: Knobs) -> "Floats":
    """Return an answer in an array with one of its sizes made from the other extent of the image."""
    width, height = out.shape[1], out.shape[0]
    if "rows-from-the-width" in on:
        height = lengths[1] + 1
    elif "as-high-as-wide" in on:
        height = width
    elif "as-wide-as-high" in on:
        width = height
    else:
        width = lengths[0] + 1
    if (height < out.shape[0] or width < out.shape[1]) and "cut-off" not in on:
        raise IndexError("index is out of bounds")
    whole = np.zeros((height, width))  # raises where there is a negative size
    rows, columns = min(height, out.shape[0]), min(width, out.shape[1])
    whole[:rows, :columns] = out[:rows, :columns]
    return whole
