"""One readable model of pooling, forward beside backward, with a knob for every belief and every slip.

    out[n, c, i, j] = max, or mean, over u, v of  x[n, c, i * stride + u, j * stride + v]

`beliefs_forward.py` and `beliefs_backward.py` say what each knob stands for, and `shared/windows.py` where windows lie.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Knobs

from ..shared import windows
from ..shared.places import stored
from ..shared.windows import Axis, Index, Meeting, Way
from .reshaping import blocked, is_blocked, reshaped
from .winners import collected, first_largest, of_one_mask, overwritten, sent_to_pixels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Window = tuple[int, int]
DIVISORS: Mapping[str, Callable[[int, int, int], float]] = {  # what a sum is divided by: height, width, stride
    "sum-not-mean": lambda h, w, s: 1,
    "divided-by-the-stride": lambda h, w, s: s * s,
    "divided-by-the-stride-once": lambda h, w, s: s,
    "divided-by-the-height": lambda h, w, s: h,
    "divided-by-the-width": lambda h, w, s: w,
    "divided-by-the-height-squared": lambda h, w, s: h * h,
    "divided-by-the-width-squared": lambda h, w, s: w * w,
    "divided-by-the-sum": lambda h, w, s: h + w,
    "divided-by-one-less": lambda h, w, s: h * w - 1,
    "divided-by-the-quotient": lambda h, w, s: h / w,
    "divided-by-the-difference": lambda h, w, s: h - w,
    "multiplied": lambda h, w, s: 1 / (h * w),
}


@lru_cache(maxsize=8192)
def laid(image: tuple[int, ...], window: Window, stride: int, channels: int, on: Knobs) -> tuple[Axis, Axis]:
    """Return rows and columns, as somebody believes window and stride to be."""
    if "height-and-width-exchanged" in on:
        window = (window[1], window[0])
    if "window-is-stride" in on:
        window = (stride, stride)
    if "height-for-both" in on:
        window = (window[0], window[0])
    if "width-for-both" in on:
        window = (window[1], window[1])
    if "has-to-divide" in on and (image[0] % window[0] or image[1] % window[1]):
        raise ValueError("cannot reshape array")
    rows, columns = windows.axes(image, window, stride, 0, channels)
    if "stride-is-window" in on:
        rows, columns = replace(rows, stride=rows.window), replace(columns, stride=columns.window)
    return rows, columns


RESHAPING = {  # beliefs that give a map of another shape than window, stride and slips say
    *("one-at-least", "sizes-exchanged", "channels-pooled-away", "maps-transposed", "images-and-channels-exchanged"),
}


@lru_cache(maxsize=8192)
def glance(x: tuple[int, ...], window: Window, stride: int, on: Knobs) -> tuple[int, ...] | None:
    """Return the shape that `forward` would give; None where a belief changes the shape in another way."""
    if RESHAPING & on:
        return None
    at = windows.slips(on)
    rows, columns = laid(x[2:], window, stride, x[1], on)
    return x[0], x[1], windows.count(rows, at), windows.count(columns, at)


def way_of(at: Mapping[str, str], on: Knobs) -> Way:
    """Return how windows are cut out: by slices, and index by index where a slip is about single entries."""
    if "in-views" in on:
        return Way.IN_VIEWS
    if "listed" in on:
        return Way.LISTED
    return Way.BY_INDEX if any(place.partition(".")[2] in ("pixel", "taps") for place in at) else Way.CUT


# ------------------------------------------------------------------------------------ forward


def forward(image: "NDArray[np.generic]", window: Window, stride: int, is_max: bool, on: Knobs) -> "Floats":
    """Return the pooled maps."""
    is_whole, x = image.dtype.kind in "iu", image.astype(np.float64)
    N, C, H, W = x.shape
    at = windows.slips(on)
    rows, columns = laid((H, W), window, stride, C, on)
    if "one-at-least" in on:
        H_out, W_out = max(rows.count, 1), max(columns.count, 1)
    else:
        H_out, W_out = windows.count(rows, at), windows.count(columns, at)
    if "sizes-exchanged" in on:
        H_out, W_out = W_out, H_out
    out = np.zeros((N, C, H_out, W_out))
    if "nothing-written" in on or not out.size:
        return out
    if "no-window" in on:
        of_map = x.max(axis=(2, 3), keepdims=True) if is_max else x.mean(axis=(2, 3), keepdims=True)
        return np.asarray(out + of_map)
    if "batch-sliced" in on:
        return of_the_batch(out, x, rows, columns, is_max)
    if "padded-with-zeros" in on:
        x = np.pad(x, ((0, 0), (0, 0), (0, rows.window + rows.stride), (0, columns.window + columns.stride)))
    meeting = windows.meet(rows, columns, x.shape[2:], (H_out, W_out), at, way_of(at, on))
    if "windows-by-reshaping" in on:
        pooled = reshaped(x, rows, columns, H_out, W_out)
    elif is_blocked(rows, columns, on):
        pooled = blocked(x, rows, columns, is_max, on)
    else:
        pooled = reduced(x, meeting, (rows, columns), stride, is_max, on)
    if "divided-by-the-places" in on:
        pooled = pooled * (window[0] * window[1] / (H_out * W_out))
    to_row, to_column = stored(meeting, at)
    out[:, :, to_row, to_column] = pooled
    return finished(out, is_whole, on)


def reduced(
    x: "Floats", meeting: tuple[Meeting, Meeting], axes: tuple[Axis, Axis], stride: int, is_max: bool, on: Knobs
) -> "Floats":
    """Return one number for every window."""
    down, right = meeting
    cells = x[:, :, down.pixel, right.pixel]
    there = windows.together(meeting)
    if "absolute-values" in on:
        cells = np.abs(cells)
    takes_max = is_max != ("maximum-and-mean-exchanged" in on)
    if "median-not-mean" in on:
        return np.asarray(np.median(cells, axis=(4, 5)))
    if "minimum-not-maximum" in on:
        return np.asarray(cells.min(axis=(4, 5)))
    if not takes_max:
        return mean(cells, there, axes, stride, on)
    if there is not None:
        if not there.any(axis=(-2, -1)).all():
            raise ValueError("zero-size array to reduction operation maximum which has no identity")
        cells = np.where(there, cells, -np.inf)
    return np.asarray(cells.max(axis=(4, 5)))


def mean(
    cells: "Floats", there: "NDArray[np.bool_] | None", axes: tuple[Axis, Axis], stride: int, on: Knobs
) -> "Floats":
    """Return the mean of every window: of what lies under it, or by the area that it should have."""
    by_formula = "by-area" in on or bool(DIVISORS.keys() & on)
    if there is None:
        area = divisor(axes[0].window, axes[1].window, stride, on) if by_formula else cells[0, 0, 0, 0].size
        return np.asarray(cells.sum(axis=(4, 5)) / area)
    sums = np.where(there, cells, 0).sum(axis=(4, 5))
    if by_formula:
        return np.asarray(sums / divisor(axes[0].window, axes[1].window, stride, on))
    return np.asarray(sums / np.broadcast_to(there, cells.shape[2:]).sum(axis=(2, 3)))


def of_the_batch(out: "Floats", x: "Floats", rows: Axis, columns: Axis, is_max: bool) -> "Floats":
    """Return maps whose windows are cut out of the batch: with channels last, its first axes are image and row."""
    images = x.transpose(0, 2, 3, 1)
    reduce = np.max if is_max else np.mean
    for i, j in np.ndindex(out.shape[2:]):
        down, right = i * rows.stride, j * columns.stride
        part = images[down : down + rows.window, right : right + columns.window]
        for c in range(out.shape[1]):
            if part[:, :, c].size == 0:
                raise ValueError("zero-size array to reduction operation which has no identity")
            out[:, c, i, j] = reduce(part[:, :, c])
    return out


def divisor(height: int, width: int, stride: int, on: Knobs) -> float:
    """Return what a window's sum is divided by."""
    knob = next((knob for knob in DIVISORS if knob in on), None)
    return height * width if knob is None else DIVISORS[knob](height, width, stride)


def finished(out: "Floats", is_whole: bool, on: Knobs) -> "Floats":
    """Return the pooled maps as they are handed back."""
    if "maximum-from-zero" in on:
        out = np.maximum(out, 0)
    if "channels-pooled" in on:
        out = np.broadcast_to(out.max(axis=1, keepdims=True), out.shape)
    if "channels-averaged" in on:
        out = np.broadcast_to(out.mean(axis=1, keepdims=True), out.shape)
    if "channels-pooled-away" in on:
        out = out.max(axis=1, keepdims=True)
    if "first-image-only" in on:
        out = np.broadcast_to(out[:1], out.shape)
    if "first-channel-only" in on:
        out = np.broadcast_to(out[:, :1], out.shape)
    if "last-image-only" in on:
        out = np.where(np.arange(len(out))[:, None, None, None] == len(out) - 1, out, 0)
    if "images-and-channels-exchanged" in on:
        out = out.swapaxes(0, 1).reshape(out.shape)
    if "maps-transposed" in on:
        out = out.swapaxes(-1, -2)
    if "negated" in on:
        out = -out
    if "cut-to-integers" in on or ("of-the-type-of-the-image" in on and is_whole):
        out = np.trunc(out)
    return np.floor(out) if "whole-division" in on else out


# ----------------------------------------------------------------------------------- backward


def backward(dout: "Floats", x: "Floats", window: Window, stride: int, is_max: bool, on: Knobs) -> "Floats":
    """Return dx."""
    if "of-the-size-of-dout" in on:
        return dout.copy() if "undivided" in on or is_max else dout / (window[0] * window[1])
    dx = np.zeros(x.shape)
    at = windows.slips(on)
    axes = laid(x.shape[2:], window, stride, x.shape[1], on)
    slipped = windows.meet(*axes, x.shape[2:], dout.shape[2:], at, way_of(at, on))
    from_row, from_column = stored(slipped, at)
    gradients = coming(dout, on)[:, :, from_row, from_column][..., None, None]
    if "divided-by-the-places" in on:
        gradients = gradients * (window[0] * window[1] / (dout.shape[2] * dout.shape[3]))
    if "dout-at-the-window" in on:
        gradients = coming(dout, on)[:, :, *read_at_the_window(axes, dout.shape[2:], on)][..., None, None]
    if "dout-cut-like-the-image" in on:
        gradients = cut_like_the_image(dout, axes, on)
    plain = slipped
    if {"read-alone", "written-alone"} & on:
        plain = windows.meet(*axes, x.shape[2:], dout.shape[2:], {}, Way.CUT)
    read, write = (slipped, plain) if "read-alone" in on else (plain, slipped)
    there = windows.together(read)
    seen = x[:1] if "places-of-the-first-image" in on else x[:, :1] if "places-of-the-first-channel" in on else x
    cells = np.broadcast_to(seen, x.shape)[:, :, read[0].pixel, read[1].pixel]
    down, right = np.broadcast_arrays(write[0].pixel, write[1].pixel)
    if "into-the-input" in on:
        return overwritten(x, gradients, (down, right))
    if {"into-the-image", "kept-inside", "dropped-outside"} & on:
        return sent_to_pixels(dx, cells, (down, right), gradients, stride, on)
    part, hot = shares(cells, there, gradients, axes, stride, is_max, on)
    if "one-mask" in on:
        part, hot = of_one_mask(x, hot, (down, right), gradients, on)
    if there is not None:
        part = np.where(there, part, 0)
    if down.shape[2:] != part.shape[4:]:
        raise ValueError("operands could not be broadcast together")
    dx = collected(dx, (part, hot), (down, right), x, gradients, on)
    dx = -dx if "subtracted" in on else dx
    if "image-ends-with-the-windows" in on:
        high, wide = ((n - 1) * axis.stride + axis.window for n, axis in zip(dout.shape[2:], axes, strict=True))
        dx = dx[:, :, :high, :wide]
    return np.asarray(0 * dx if "nothing-written" in on else dx)


def coming(dout: "Floats", on: Knobs) -> "Floats":
    """Return the gradient that comes back, as somebody takes it."""
    if "gradient-without-dout" in on:
        return np.ones(dout.shape)
    if "one-gradient-for-all" in on:
        return np.full(dout.shape, dout.sum())
    return dout


def read_at_the_window(axes: tuple[Axis, Axis], shape: tuple[int, ...], on: Knobs) -> tuple[Index, Index]:
    """Return where in dout somebody reads who looks where a window begins; beyond its end the last number is read."""
    row, column = (np.arange(size) * axis.stride for axis, size in zip(axes, shape, strict=True))
    if "strictly" in on and (row[-1] >= shape[0] or column[-1] >= shape[1]):
        raise IndexError("index out of bounds")
    return np.minimum(row, shape[0] - 1)[:, None], np.minimum(column, shape[1] - 1)


def cut_like_the_image(dout: "Floats", axes: tuple[Axis, Axis], on: Knobs) -> "Floats":
    """Return for every window what lies at its place in dout, (N, C, rows, columns, height, width)."""
    rows, columns = axes
    cut = np.zeros((*dout.shape, rows.window, columns.window))
    steps = (1, 1) if "one-by-one" in on else (rows.stride, columns.stride)
    for a, b in np.ndindex(dout.shape[2:]):
        down, right = a * steps[0], b * steps[1]
        part = dout[:, :, down : down + rows.window, right : right + columns.window]
        cut[:, :, a, b] = part.sum(axis=(2, 3), keepdims=True) if "summed" in on else part
    return cut


def shares(
    cells: "Floats",
    there: "NDArray[np.bool_] | None",
    gradients: "Floats",
    axes: tuple[Axis, Axis],
    stride: int,
    is_max: bool,
    on: Knobs,
) -> tuple["Floats", "NDArray[np.bool_]"]:
    """Return what every window sends back to each of its entries, and to which of them it sends anything.

    Both are (N, C, rows, columns, height, width).
    """
    if is_max and (not cells[0, 0, 0, 0].size or (there is not None and not there.any(axis=(-2, -1)).all())):
        raise ValueError("attempt to get argmax of an empty sequence")
    if there is not None:
        cells = np.where(there, cells, -np.inf)
    everywhere = np.ones(cells.shape, bool)
    if "to-the-whole-window" in on:
        return gradients * everywhere, everywhere
    if "spreads-the-input" in on and not is_max:
        return np.broadcast_to(cells.mean(axis=(4, 5), keepdims=True), cells.shape), everywhere
    if is_max == ("maximum-and-mean-exchanged" in on):
        area: float | Floats = divisor(axes[0].window, axes[1].window, stride, on)
        if "by-what-is-there" in on:
            full = everywhere[0, 0] if there is None else np.broadcast_to(there, cells.shape[2:])
            area = np.asarray(full.sum(axis=(-2, -1), keepdims=True), float)
        return np.asarray(gradients / area * everywhere), everywhere
    among: tuple[int, ...] = (4, 5)
    if "largest-of-the-batch" in on:
        among = (0, 1, 4, 5)
    elif "largest-of-all-channels" in on:
        among = (1, 4, 5)
    largest = cells == cells.max(axis=among, keepdims=True)
    if "spreads-the-input" in on:
        return largest * cells, largest
    hot = largest if "every-tie" in on or len(among) > 2 else first_largest(cells, stride, on)
    return np.asarray(hot + gradients if "gradient-added" in on else hot * gradients), hot
