"""One readable model of the convolution layer's forward pass, with a knob for every belief and every slip.

    out[n, f, i, j] = b[f] + sum over c, u, v of  x[n, c, i * stride + u - pad, j * stride + v - pad] * w[f, c, u, v]

`beliefs_forward.py` says what each knob stands for, and `shared/windows.py` where windows lie.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Knobs

from ..shared import windows
from ..shared.places import add_at, stored
from ..shared.windows import Meeting, Way

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Shape = tuple[int, ...]

COMBINE = {  # what becomes of a weight and its pixel, or of a sum and its bias
    "product": lambda x, w: x * w,
    "sum": lambda x, w: x + w,
    "difference": lambda x, w: x - w,
    "quotient": lambda x, w: x / w,
    "whole-quotient": lambda x, w: x // w,
    "remainder": lambda x, w: x % w,
    "power": lambda x, w: x**w,
    "pixel-alone": lambda x, w: x + 0 * w,
    "weight-alone": lambda x, w: 0 * x + w,
    "squared": lambda x, w: x * w * w,
}

EPSILONS = ("0.0001", "1e-05", "1e-06", "1e-07", "1e-08", "1e-09", "1e-10")  # added to keep away from 0


def forward(x: "Floats", w: "Floats", b: "Floats", stride: int, pad: int, on: Knobs) -> "Floats":
    """Return the layer's output."""
    (N, C, H, W), (F, _, HH, WW) = x.shape, w.shape
    stride, pad = taken(stride, pad, on)
    if "filters-are-square" in on:
        HH = WW = WW if "by-their-width" in on else HH
    at = windows.slips(on)
    rows, columns = windows.axes((H, W), (HH, WW), stride, pad, F, C)
    image = framed(x, pad, on, (HH // 2, WW // 2))
    if "size-from-the-frame" in on:
        rows, columns = windows.axes(image.shape[2:], (HH, WW), stride, 0, F)
    H_out, W_out = windows.count(rows, at), windows.count(columns, at)
    if "sizes-exchanged" in on:
        H_out, W_out = W_out, H_out
    if "filters-are-square" in on:
        if H_out * W_out == 0:
            return np.zeros((N, F, H_out, W_out))
        w = as_squares(w, HH)
    if {"nothing-written", "bias-alone"} & on:
        return np.zeros((N, F, H_out, W_out)) + ("bias-alone" in on) * b[:, None, None]
    meeting = windows.meet(rows, columns, image.shape[2:], (H_out, W_out), at, way_of(on))
    sums = gathered(dot(image, turned(w, on), meeting, at, on), C * HH * WW, b, on)
    if sums.shape[2:] == (H_out, W_out) and not at.keys() & {"store", "rows.visited", "columns.visited"}:
        return finished(sums, stride, on)
    to_row, to_column = stored(meeting, at)
    out = np.zeros((N, F, H_out, W_out))
    if "bias-everywhere" in on:  # to the whole map, and not only where an answer is stored
        out, sums = out + b[:, None, None], sums - b[:, None, None]
        add_at(out, to_row, to_column, sums)
    else:
        out[:, :, to_row, to_column] = sums
    return finished(out, stride, on)


def taken(stride: int, pad: int, on: Knobs) -> tuple[int, int]:
    """Return the stride and the padding that somebody uses."""
    if "stride-and-padding-left-out" in on:
        return 1, 0
    return (pad, stride) if "stride-and-padding-exchanged" in on else (stride, pad)


def as_squares(w: "Floats", size: int) -> "Floats":
    """Return filters as they meet square windows: NumPy broadcasts a row or a column, and refuses all others."""
    for axis in (2, 3):
        if w.shape[axis] == 1:
            w = np.repeat(w, size, axis)
        elif w.shape[axis] != size:
            if size > 1:
                raise ValueError("operands could not be broadcast together")
            w = w.sum(axis=axis, keepdims=True)  # each of them meets the one pixel
    return w


@lru_cache(maxsize=8192)
def glance(x: "Shape", w: "Shape", stride: int, pad: int, on: Knobs) -> "Shape | None":
    """Return the shape that `forward` would give; None where a belief changes the shape in another way."""
    if {"size-from-the-frame", "sizes-exchanged", "height-and-width-exchanged", "filters-are-square"} & on:
        return None
    stride, pad = taken(stride, pad, on)
    at = windows.slips(on)
    rows, columns = windows.axes(x[2:], w[2:], stride, pad, w[0])
    return x[0], w[0], windows.count(rows, at), windows.count(columns, at)


def way_of(on: Knobs, is_backward: bool = False) -> Way:
    """Return how a program gets at the pixels of a window."""
    if "tapped" in on:
        return Way.TAPPED_BACK if is_backward else Way.TAPPED
    if "slices" in on:
        return Way.STRICT if "strictly" in on else Way.FLAT if "flat" in on else Way.SLICED
    if "whole-windows" in on:
        return Way.WHOLE
    return Way.CHECKED if "checked" in on else Way.BY_INDEX


def dot(image: "Floats", w: "Floats", meeting: tuple[Meeting, Meeting], at: Mapping[str, str], on: Knobs) -> "Floats":
    """Return a sum for every image, filter, channel and place."""
    down, right = meeting
    pixels = image[:, :, down.pixel, right.pixel]  # (N, C, rows, columns, HH, WW)
    weights = w[:, :, down.weight, right.weight]
    there = windows.together(meeting)
    if there is not None:
        pixels = pixels * there
    if "matrix-product" in on:
        if w.shape[-1] != w.shape[-2]:
            raise ValueError("matmul: Input operand 1 has a mismatch in its core dimension 0")
        channels = "ncijuk,fdkv->nfcij" if "across-channels" in on else "ncijuk,fckv->nfcij"
        return np.asarray(np.einsum(channels, pixels, weights))
    if "combine" not in at and "last-tap" not in on:
        return np.asarray(np.einsum("ncijuv,fcuv->nfcij", pixels, weights))
    combine = COMBINE[at["combine"]] if "combine" in at else np.multiply
    with np.errstate(all="ignore"):
        products = combine(pixels[:, None], weights[None, :, :, None, None])  # (N, F, C, rows, columns, HH, WW)
    if "last-tap" in on:
        return np.asarray(products[..., -1, -1])
    return np.asarray(products.sum(axis=(5, 6)))


def gathered(sums: "Floats", products: int, b: "Floats", on: Knobs) -> "Floats":
    """Return a map for every filter, out of a sum for every filter and channel."""
    F, C = sums.shape[1:3]
    if "first-channel-only" in on:
        out = sums[:, :, 0]
    elif {"last-channel-only", "last-tap"} & on:
        out = sums[:, :, -1]
    elif "channel-of-the-filter" in on:
        out = sums[:, np.arange(F), np.arange(F)]
    else:
        out = sums.sum(axis=2)
    if "images-added" in on:
        out = np.broadcast_to(out.sum(axis=0), out.shape)
    if "first-image-only" in on:
        out = np.broadcast_to(out[:1], out.shape)
    if "last-image-only" in on:
        out = np.where(np.arange(len(out))[:, None, None, None] == len(out) - 1, out, 0)
    if "batch-framed" in on:  # the frame goes around the batch too, and the first image of it is empty
        out = np.concatenate([np.zeros_like(out[:1]), out[:-1]])
    if "averaged" in on:
        out = out / products
    if "channels-averaged" in on:
        out = out / C
    out = -out if "sum-subtracted" in on else out
    added = biases(b, C, products // C, on)[:, None, None]
    combine = windows.slips(on).get("bias")
    with np.errstate(all="ignore"):
        return np.asarray(COMBINE[combine](out, added) if combine else out + added)


def turned(w: "Floats", on: Knobs) -> "Floats":
    """Return the filters as they are laid on the image."""
    if "kernel-flipped" in on:
        w = w[..., ::-1, ::-1]
    if "kernel-upside-down" in on:
        w = w[..., ::-1, :]
    if "kernel-mirrored" in on:
        w = w[..., ::-1]
    if "kernel-transposed" in on:
        if w.shape[-1] != w.shape[-2]:
            raise ValueError("operands could not be broadcast together")
        w = w.swapaxes(-1, -2)
    if "kernel-reshaped" in on:
        w = w.reshape(*w.shape[:2], w.shape[3], w.shape[2]).swapaxes(-1, -2)
    if "filters-read-as-channels-last" in on:
        F, C, HH, WW = w.shape
        w = w.reshape(F, HH, WW, C).transpose(0, 3, 1, 2)
    return w


def framed(x: "Floats", pad: int, on: Knobs, halves: tuple[int, int]) -> "Floats":
    """Return the images with a frame around them; half a filter has so many rows and columns."""
    if "frame-filled-to-minus-pad" in on and pad == 0:
        if max(x.shape[2:]) > 1:
            raise ValueError("could not broadcast input array")
        return np.zeros(x.shape)  # NumPy broadcasts one number into an empty slice
    if "image-lost-without-padding" in on and pad == 0:
        return np.zeros(x.shape)
    if "every-axis-padded" in on and pad:
        if "channels-too" in on:
            x = np.concatenate([np.zeros((len(x), pad, *x.shape[2:])), x], axis=1)[:, : x.shape[1]]
        elif x.shape[1] > 1:
            raise ValueError("operands could not be broadcast together")
        if "images-too" in on:
            x = np.concatenate([np.zeros((pad, *x.shape[1:])), x])[: len(x)]
    if "padding-forgotten" in on:
        pad = 0
    if "half-the-padding" in on:
        pad = pad // 2
    if "padding-is-one" in on:
        pad = 1
    rows = (pad, pad) if "padding-columns-only" not in on else (0, 0)
    columns = (pad, pad) if "padding-rows-only" not in on else (0, 0)
    if "padding-is-half-the-kernel" in on:
        rows, columns = ((half, half) for half in halves)
    if "padding-on-one-side" in on:
        rows, columns = (2 * pad, 0), (2 * pad, 0)
    if "padding-at-the-end" in on:
        rows, columns = (0, 2 * pad), (0, 2 * pad)
    if "padding-one-row-more" in on:
        rows = (rows[0] + 1, rows[1])
    if "padding-one-column-more" in on:
        columns = (columns[0] + 1, columns[1])
    if "images-read-as-channels-last" in on:
        N, C, H, W = x.shape
        x = x.reshape(N, H, W, C).transpose(0, 3, 1, 2)
    modes = {"padding-repeats-the-edge": "edge", "padding-mirrors": "reflect", "padding-wraps-around": "wrap"}
    mode = next((mode for knob, mode in modes.items() if knob in on), "constant")
    value = {"constant_values": 1} if "padding-of-ones" in on else {}
    channels = (1, 1) if "channels-framed" in on else (0, 0)
    if mode == "constant" and not value and channels == (0, 0):
        return zero_padded(x, rows, columns)
    image: Floats = np.pad(x, ((0, 0), channels, rows, columns), mode=mode, **value)  # type: ignore[call-overload]
    return image[:, : x.shape[1]]


def zero_padded(x: "Floats", rows: tuple[int, int], columns: tuple[int, int]) -> "Floats":
    """Return images in a frame of zeros; ten times as fast as np.pad on small ones."""
    N, C, H, W = x.shape
    wide = np.zeros((N, C, H + sum(rows), W + sum(columns)))
    wide[:, :, rows[0] : rows[0] + H, columns[0] : columns[0] + W] = x
    return wide


def biases(b: "Floats", channels: int, area: int, on: Knobs) -> "Floats":
    """Return what is added to each map."""
    if "bias-forgotten" in on:
        return 0 * b
    if "bias-for-every-product" in on:
        return b * channels * area
    if "bias-for-every-channel" in on:
        return b * channels
    if "bias-twice" in on:
        return 2 * b
    if "bias-of-the-first-filter" in on:
        return np.full(b.shape, b[0])
    if "bias-of-the-next-filter" in on:
        return np.roll(b, -1)
    if "biases-added-up" in on:
        return np.full(b.shape, b.sum())
    return -b if "bias-subtracted" in on else b


def finished(out: "Floats", stride: int, on: Knobs) -> "Floats":
    """Return the output as it is handed back."""
    if "images-mixed" in on:
        out = out.swapaxes(0, 1).reshape(out.shape)
    if "outputs-skipped" in on:
        kept = np.zeros(out.shape[2:])
        kept[::stride, ::stride] = 1
        out = out * kept
    if "relu-inside" in on:
        out = np.maximum(out, 0)
    out = out + float(windows.slips(on).get("epsilon", "0"))
    if "cut-to-integers" in on:
        out = np.trunc(out)
    if "rounded" in on:
        out = np.round(out)
    if "height-and-width-exchanged" in on:
        out = out.swapaxes(-1, -2)
    return out
