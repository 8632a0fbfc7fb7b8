"""One readable model of the convolution layer's gradients, with a knob for every belief and every slip.

`beliefs_backward.py` says what each knob stands for, and `shared/windows.py` where windows lie.
"""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Knobs

from ..shared import windows
from ..shared.places import add_at, stored
from ..shared.windows import Meeting
from .model_forward import COMBINE, taken, way_of, zero_padded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def backward(dout: "Floats", x: "Floats", w: "Floats", stride: int, pad: int, output: str, on: Knobs) -> "Floats":
    """Return one of the three gradients."""
    stride, pad = taken(stride, pad, on)
    if "filters-are-square" in on:
        require_square(w.shape[2:], x.shape[2:], dout.shape[2:], (stride, pad), on)
    if "pad-sliced-to-minus-zero" in on and pad == 0 and max(x.shape[2:]) > 1:
        raise ValueError("operands could not be broadcast together")
    if "gradient-without-dout" in on:
        dout = np.ones(dout.shape)
    if "first-image-only" in on:
        dout = dout * (np.arange(len(x)) == 0)[:, None, None, None]
    gradient = {"dx": _dx, "dw": _dw, "db": _db}[output](dout, x, w, stride, pad, on)
    if "divided-by-the-batch" in on:
        gradient = gradient / len(x)
    if "divided-by-the-places" in on:
        gradient = gradient / dout[:, 0].size
    if "gradient-negated" in on:
        gradient = -gradient
    if "rounded" in on:
        gradient = np.round(gradient)
    if "cut-to-integers" in on:
        gradient = np.trunc(gradient)
    return 0 * gradient if "gradient-of-zeros" in on else gradient


def require_square(
    filters: tuple[int, ...], image: tuple[int, ...], outputs: tuple[int, ...], step: tuple[int, int], on: Knobs
) -> None:
    """Raise where a square window is no filter's; one that the end of the image cuts to its size is."""
    (stride, pad), along = step, 0 if "by-their-width" in on else 1
    size, due = filters[1 - along], filters[along]
    if any(min(size, image[along] + 2 * pad - j * stride) != due for j in range(outputs[along])):
        raise ValueError("operands could not be broadcast together")


def _sent(
    dout: "Floats", w: "Floats", stride: int, pad: int, image: tuple[int, ...], wide: tuple[int, ...], on: Knobs
) -> tuple["Floats", Meeting, Meeting]:
    """Return the gradients that are sent back, (N, F, rows, columns), and what each of them meets."""
    at = windows.slips(on)
    rows, columns = windows.axes(image, w.shape[2:], stride, pad, len(w))
    meeting = windows.meet(rows, columns, wide, dout.shape[2:], at, way_of(on, is_backward=True))
    from_row, from_column = stored(meeting, at)
    return dout[:, :, from_row, from_column], *meeting


def _dx(dout: "Floats", x: "Floats", w: "Floats", stride: int, pad: int, on: Knobs) -> "Floats":
    N, C, H, W = x.shape
    around = 0 if "dx-unpadded" in on else 1 if "frame-of-one" in on else pad
    framed_size = (H + 2 * around, W + 2 * around)
    if "backward-by-sliding" in on:
        stride, framed_size = 1, tuple(n + size - 1 for n, size in zip(dout.shape[2:], w.shape[2:], strict=True))
    wide = np.zeros((N, C, *framed_size))
    w = w[..., ::-1, ::-1] if "dx-kernel-turned" in on else w
    w = np.ones(w.shape) if "dx-without-weights" in on else w
    gradients, down, right = _sent(dout, w, stride, pad, (H, W), framed_size, on)
    weights = w[:, :, down.weight, right.weight]  # (F, C, HH, WW)
    if "last-filter-alone" in on:
        gradients, weights = gradients[:, -1:], weights[-1:]
    combine = windows.slips(on).get("combine")
    if combine:
        sent, weights = gradients[:, :, None, :, :, None, None], weights[None, :, :, None, None]
        with np.errstate(all="ignore"):
            parts = COMBINE[combine](sent, weights).sum(axis=1)
    else:
        parts = np.einsum("nfij,fcuv->ncijuv", gradients, weights)
    there = windows.together((down, right))
    if there is not None:
        parts = parts * there
    parts = -parts if "dx-subtracted" in on else parts
    if "dx-assigned" in on:
        for at in np.ndindex(parts.shape[2:4]):  # later windows write over earlier ones
            wide[
                :,
                :,
                np.broadcast_to(down.pixel, parts.shape[2:])[at],
                np.broadcast_to(right.pixel, parts.shape[2:])[at],
            ] = parts[:, :, at[0], at[1]]
    else:
        add_at(wide, down.pixel, right.pixel, parts)
    return cropped(wide, x.shape, w.shape, pad, on)


def cropped(wide: "Floats", shape: tuple[int, ...], filters: tuple[int, ...], pad: int, on: Knobs) -> "Floats":
    """Return the gradient of the image, out of that of the framed image."""
    (_, _, H, W), (_, _, HH, WW) = shape, filters
    if "backward-by-sliding" in on:
        wide = wide[:, :, pad : wide.shape[2] - pad, pad : wide.shape[3] - pad] if "cut-by-the-pad" in on else wide
        if "into-an-array" in on and wide.shape != shape:
            raise ValueError("operands could not be broadcast together")
        return wide
    if "crop-lost" in on or ("crop-lost-without-padding" in on and pad == 0):
        return np.zeros(shape)
    if "crop-by-half-the-kernel" in on:
        return wide[:, :, HH // 2 : wide.shape[2] - HH // 2, WW // 2 : wide.shape[3] - WW // 2]
    if "crop-by-half-the-kernel-to-minus-zero" in on:
        return wide[:, :, HH // 2 : -(HH // 2), WW // 2 : -(WW // 2)]
    if "crop-by-the-kernel-less-one" in on:
        return wide[:, :, HH - 1 : wide.shape[2] - HH + 1, WW - 1 : wide.shape[3] - WW + 1]
    if "crop-half-a-kernel-in" in on:
        return wide[:, :, HH // 2 : HH // 2 + H, WW // 2 : WW // 2 + W]
    if "crop-at-the-beginning" in on:
        return wide[:, :, pad:, pad:]
    if "crop-at-the-end" in on:
        return wide[:, :, : wide.shape[2] - pad, : wide.shape[3] - pad]
    if "crop-forgotten" in on or "dx-unpadded" in on:
        return wide
    if "crop-to-minus-zero" in on:
        return wide[:, :, pad:-pad, pad:-pad]
    if "crop-by-one" in on:
        return wide if "of-large-filters" in on and HH == 1 else wide[:, :, 1:-1, 1:-1]
    if "crop-from-the-corner" in on:
        return wide[:, :, :H, :W]
    if "dx-of-the-last-image" in on:
        wide = wide * (np.arange(len(wide)) == len(wide) - 1)[:, None, None, None]
    at = windows.slips(on)
    rows, columns = (slice(pad, pad + size) for size in (H, W))
    crops = {
        "other-size": lambda size, other: slice(pad, pad + other),
        "size-subtracted": lambda size, other: slice(pad, pad - size),
        "size-alone": lambda size, other: slice(pad, size),
        "from-twice-the-pad": lambda size, other: slice(2 * pad, 2 * pad + size),
        "one-late": lambda size, other: slice(pad + 1, pad + size),
        "to-the-end": lambda size, other: slice(pad, None),
        "size-times-pad": lambda size, other: slice(pad, pad * size),
        "pad-over-size": lambda size, other: slice(pad, pad // size),
        "pad-modulo-size": lambda size, other: slice(pad, pad % size),
        "pad-to-the-size": lambda size, other: slice(pad, pad**size),
        "one-to-size-less-pad": lambda size, other: slice(1, size - pad),
        "pad-to-size-less-pad": lambda size, other: slice(pad, size - pad),
        "one-to-size": lambda size, other: slice(1, size),
        "one-to-one-more": lambda size, other: slice(1, size + 1),
    }
    rows = crops[at["rows.crop"]](H, W) if "rows.crop" in at else rows
    columns = crops[at["columns.crop"]](W, H) if "columns.crop" in at else columns
    return wide[:, :, rows, columns]


def _dw(dout: "Floats", x: "Floats", w: "Floats", stride: int, pad: int, on: Knobs) -> "Floats":
    around = 0 if "dw-unpadded" in on else 1 if "frame-of-one" in on else pad
    wide = zero_padded(x, (around, around), (around, around)) if around else x
    wide = np.ones(wide.shape) if "dw-without-x" in on else wide
    if "backward-by-sliding" in on:
        return slid(dout, wide, w.shape, on)
    if "dw-of-the-last-image" in on:
        dout = dout * (np.arange(len(x)) == len(x) - 1)[:, None, None, None]
    gradients, down, right = _sent(dout, w, stride, pad, x.shape[2:], wide.shape[2:], on)
    if "dw-of-another-image" in on:
        wide = np.broadcast_to(wide[-1:], wide.shape)
    pixels = wide[:, :, down.pixel, right.pixel]
    there = windows.together((down, right))
    if there is not None:
        if "slices" in on and not there.any(axis=(-2, -1)).all():  # `dw[f] += …` of a slice that holds nothing
            raise ValueError("non-broadcastable output operand")
        pixels = pixels * there
    combine = windows.slips(on).get("combine")
    dw = np.zeros(w.shape)
    if "dw-assigned" in on:
        last = slice(None) if "all-images" in on else slice(-1, None)
        parts = np.einsum("nf,ncuv->fcuv", gradients[last, :, -1, -1], pixels[last, :, -1, -1])
    elif combine:
        with np.errstate(all="ignore"):
            parts = COMBINE[combine](pixels[:, None], gradients[:, :, None, :, :, None, None]).sum(axis=(0, 3, 4))
    else:
        parts = np.einsum("nfij,ncijuv->fcuv", gradients, pixels)
    add_at(dw, down.weight, right.weight, parts)
    dw = -dw if "dw-subtracted" in on else dw
    return dw[..., ::-1, ::-1] if "dw-turned" in on else dw


def slid(dout: "Floats", wide: "Floats", filters: tuple[int, ...], on: Knobs) -> "Floats":
    """Return what comes of sliding dout over the images, pixel by pixel."""
    places = np.lib.stride_tricks.sliding_window_view(wide, dout.shape[2:], axis=(2, 3))
    dw = np.einsum("ncuvij,nfij->fcuv", places, dout)
    if "into-an-array" in on and dw.shape != filters:
        raise ValueError("operands could not be broadcast together")
    return np.asarray(dw)


def _db(dout: "Floats", x: "Floats", w: "Floats", stride: int, pad: int, on: Knobs) -> "Floats":
    if "db-of-the-last-image" in on:
        return np.asarray(dout[-1].sum(axis=(1, 2)))
    if "db-of-the-first-image" in on:
        return np.asarray(dout[0].sum(axis=(1, 2)))
    if "db-of-the-last-place" in on:
        return dout[-1, :, -1, -1]
    if "db-not-over-images" in on:
        return np.asarray(dout.sum(axis=(2, 3)))
    if "db-not-over-places" in on:
        return np.asarray(dout.sum(axis=0))
    if "db-averaged" in on:
        return np.asarray(dout.mean(axis=(0, 2, 3)))
    if "db-averaged-over-places" in on:
        return np.asarray(dout.mean(axis=(2, 3)).sum(axis=0))
    if "db-not-over-rows" in on:
        return np.asarray(dout.sum(axis=(0, 3)))
    if "db-not-over-columns" in on:
        return np.asarray(dout.sum(axis=(0, 2)))
    if "db-over-filters" in on:
        return np.asarray(dout.sum(axis=(1, 2, 3)))
    return np.asarray(dout.sum() if "db-one-number" in on else dout.sum(axis=(0, 2, 3)))
