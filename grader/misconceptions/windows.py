"""Where windows lie, as somebody might have written it down: pixels and weights that meet, for every output.

A *place* is a spot of that bookkeeping along one axis: how many outputs there are, where a window begins and ends,
which pixel a weight meets. A *slip* is a wrong formula at one place, written ``rows.start=other-index``. Both the
layer and pooling are built on this; without a slip it is right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.misconceptions.misconception import Knobs

Index = np.ndarray[Any, np.dtype[np.intp]]
AXES = ("rows", "columns")


@dataclass(frozen=True)
class Axis:
    """One axis: its numbers, and those of the other one, with which they are mistaken."""

    name: str
    length: int
    window: int
    stride: int
    pad: int
    other_length: int
    other_window: int
    others: int = 1  # filters, or channels: mistaken for the window

    @property
    def count(self) -> int:
        """How often the window fits."""
        return (self.length + 2 * self.pad - self.window) // self.stride + 1


def axes(image: tuple[int, int], window: tuple[int, int], stride: int, pad: int, others: int = 1) -> tuple[Axis, Axis]:
    """Return rows and columns."""
    (H, W), (HH, WW) = image, window
    return Axis("rows", H, HH, stride, pad, W, WW, others), Axis("columns", W, WW, stride, pad, H, HH, others)


def slips(on: Knobs) -> Mapping[str, str]:
    """Return the slips among some knobs, by place."""
    return dict(knob.split("=", 1) for knob in on if "=" in knob)


# ----------------------------------------------------------------------------------- formulas

COUNT: Mapping[str, Callable[[Axis], int]] = {
    "no-plus-one": lambda a: a.count - 1,
    "minus-one": lambda a: a.count - 2,
    "plus-two": lambda a: a.count + 1,
    "pad-once": lambda a: (a.length + a.pad - a.window) // a.stride + 1,
    "pad-left-out": lambda a: (a.length - a.window) // a.stride + 1,
    "pad-plus-two": lambda a: (a.length + 2 + a.pad - a.window) // a.stride + 1,
    "pad-thrice": lambda a: (a.length + 3 * a.pad - a.window) // a.stride + 1,
    "pad-subtracted": lambda a: (a.length - 2 * a.pad - a.window) // a.stride + 1,
    "pad-squared": lambda a: (a.length + a.pad**2 - a.window) // a.stride + 1,
    "pad-halved": lambda a: (a.length + a.pad // 2 - a.window) // a.stride + 1,
    "pad-by-stride": lambda a: (a.length + 2 * a.stride - a.window) // a.stride + 1,
    "rounded-up": lambda a: -(-(a.length + 2 * a.pad - a.window) // a.stride) + 1,
    "times-stride": lambda a: (a.length + 2 * a.pad - a.window) * a.stride + 1,
    "minus-stride": lambda a: a.length + 2 * a.pad - a.window - a.stride + 1,
    "plus-stride": lambda a: a.length + 2 * a.pad - a.window + a.stride + 1,
    "stride-left-out": lambda a: a.length + 2 * a.pad - a.window + 1,
    "by-pad": lambda a: (a.length + 2 * a.pad - a.window) // a.pad + 1,
    "remainder": lambda a: (a.length + 2 * a.pad - a.window) % a.stride + 1,
    "other-length": lambda a: (a.other_length + 2 * a.pad - a.window) // a.stride + 1,
    "other-window": lambda a: (a.length + 2 * a.pad - a.other_window) // a.stride + 1,
    "other-axis": lambda a: (a.other_length + 2 * a.pad - a.other_window) // a.stride + 1,
    "window-added": lambda a: (a.length + 2 * a.pad + a.window) // a.stride + 1,
    "window-left-out": lambda a: (a.length + 2 * a.pad) // a.stride + 1,
    "window-divides": lambda a: (a.length + 2 * a.pad) // a.window // a.stride + 1,
    "others-for-window": lambda a: (a.length + 2 * a.pad - a.others) // a.stride + 1,
    "over-stride": lambda a: a.length // a.stride,
    "over-stride-rounded-up": lambda a: -(-a.length // a.stride),
    "over-window": lambda a: a.length // a.window,
    "half-up": lambda a: (a.length + 1) // a.stride,
    "length": lambda a: a.length,
}
START: Mapping[str, Callable[[Axis, Index, Index], Index]] = {
    "index": lambda a, i, j: i,
    "other-index": lambda a, i, j: j * a.stride,
    "plus-stride": lambda a, i, j: i + a.stride,
    "minus-stride": lambda a, i, j: i - a.stride,
    "over-stride": lambda a, i, j: i // a.stride,
    "to-the-stride": lambda a, i, j: i**a.stride,
    "remainder": lambda a, i, j: i % a.stride,
    "times-pad": lambda a, i, j: i * a.pad,
    "times-window": lambda a, i, j: i * a.window,
    "times-other-window": lambda a, i, j: i * a.other_window,
    "one-late": lambda a, i, j: i * a.stride + 1,
    "one-early": lambda a, i, j: i * a.stride - 1,
    "pad-late": lambda a, i, j: i * a.stride + a.pad,
    "pad-early": lambda a, i, j: i * a.stride - a.pad,
    "next": lambda a, i, j: (i + 1) * a.stride,
    "stride-and-one": lambda a, i, j: i * (a.stride + 1),
    "always-first": lambda a, i, j: 0 * i,
    "always-stride": lambda a, i, j: 0 * i + a.stride,
}
STOP: Mapping[str, Callable[[Axis, Index, Index], Index]] = {
    "index": lambda a, i, j: i + a.window,
    "other-index": lambda a, i, j: j * a.stride + a.window,
    "plus-stride": lambda a, i, j: i + a.stride + a.window,
    "minus-stride": lambda a, i, j: i - a.stride + a.window,
    "over-stride": lambda a, i, j: i // a.stride + a.window,
    "to-the-stride": lambda a, i, j: i**a.stride + a.window,
    "remainder": lambda a, i, j: i % a.stride + a.window,
    "times-pad": lambda a, i, j: i * a.pad + a.window,
    "other-window": lambda a, i, j: i * a.stride + a.other_window,
    "window-subtracted": lambda a, i, j: i * a.stride - a.window,
    "times-window": lambda a, i, j: i * a.stride * a.window,
    "over-window": lambda a, i, j: i * a.stride // a.window,
    "stride-for-window": lambda a, i, j: i * a.stride + a.stride,
    "one-less": lambda a, i, j: i * a.stride + a.window - 1,
    "one-more": lambda a, i, j: i * a.stride + a.window + 1,
    "window-alone": lambda a, i, j: 0 * i + a.window,
    "window-forgotten": lambda a, i, j: i * a.stride,
    "next-times-window": lambda a, i, j: (i + 1) * a.window,
}
PIXEL: Mapping[str, Callable[[Axis, Index, Index, Index, Index], Index]] = {  # i, j: outputs; u, v: taps
    "backwards": lambda a, i, j, u, v: i * a.stride - u,
    "other-tap": lambda a, i, j, u, v: i * a.stride + v,
    "stride-on-both": lambda a, i, j, u, v: (i + u) * a.stride,
    "stride-on-tap": lambda a, i, j, u, v: i + u * a.stride,
    "dilated": lambda a, i, j, u, v: (i + u) * a.stride,
    "product": lambda a, i, j, u, v: i * a.stride * u,
    "start-alone": lambda a, i, j, u, v: i * a.stride + 0 * u,
    "tap-alone": lambda a, i, j, u, v: 0 * i + u,
    "pad-subtracted": lambda a, i, j, u, v: i * a.stride + u - a.pad,
    "pad-added": lambda a, i, j, u, v: i * a.stride + u + a.pad,
    "one-more": lambda a, i, j, u, v: i * a.stride + u + 1,
    "one-less": lambda a, i, j, u, v: i * a.stride + u - 1,
}
WEIGHT: Mapping[str, Callable[[Axis, Index, Index], Index]] = {  # u, v: taps
    "other-tap": lambda a, u, v: v,
    "from-the-end": lambda a, u, v: -u,
    "next": lambda a, u, v: u + 1,
    "before": lambda a, u, v: u - 1,
    "first": lambda a, u, v: 0 * u,
}
TAPS: Mapping[str, Callable[[Axis], range]] = {
    "one-less": lambda a: range(a.window - 1),
    "from-one": lambda a: range(1, a.window),
    "one-more": lambda a: range(a.window + 1),
    "other-window": lambda a: range(a.other_window),
    "stride": lambda a: range(a.stride),
    "by-two": lambda a: range(0, a.window, 2),
}
VISITED: Mapping[str, Callable[[Axis, int, int], range]] = {  # of so many outputs, and so many along the other axis
    "one-less": lambda a, n, m: range(n - 1),
    "from-one": lambda a, n, m: range(1, n),
    "one-more": lambda a, n, m: range(n + 1),
    "other-count": lambda a, n, m: range(m),
    "by-stride": lambda a, n, m: range(0, n, a.stride),
    "first-alone": lambda a, n, m: range(min(n, 1)),
    "last-alone": lambda a, n, m: range(max(n - 1, 0), n),
    "length": lambda a, n, m: range(a.length),
    "window": lambda a, n, m: range(a.window),
    "by-two": lambda a, n, m: range(0, n, 2),
}


def count(axis: Axis, at: Mapping[str, str]) -> int:
    """Return how many outputs there are along an axis; an array cannot have fewer than none."""
    slip = at.get(f"{axis.name}.count")
    found = axis.count if slip is None else COUNT[slip](axis)
    if found < 0:
        raise ValueError("negative dimensions are not allowed")
    return found


def visited(axis: Axis, found: int, other: int, at: Mapping[str, str]) -> Index:
    """Return the outputs that are computed, of so many."""
    slip = at.get(f"{axis.name}.visited")
    return np.arange(found) if slip is None else np.array(VISITED[slip](axis, found, other), np.intp)


def starts(axis: Axis, i: Index, j: Index, at: Mapping[str, str]) -> Index:
    """Return where windows begin; `i` runs along this axis, `j` along the other one."""
    slip = at.get(f"{axis.name}.start") or at.get(f"{axis.name}.moved")
    return i * axis.stride if slip is None else START[slip](axis, i, j)


def stops(axis: Axis, i: Index, j: Index, at: Mapping[str, str]) -> Index:
    """Return where windows end."""
    slip = at.get(f"{axis.name}.stop")
    if slip is not None:
        return STOP[slip](axis, i, j)
    moved = at.get(f"{axis.name}.moved")
    return (i * axis.stride if moved is None else START[moved](axis, i, j)) + axis.window


# ----------------------------------------------------------------------------------- windows


@dataclass(frozen=True)
class Meeting:
    """Along one axis, the pixel and the weight that meet: arrays over (rows, columns) of outputs and of taps."""

    pixel: Index
    weight: Index
    counts: "np.ndarray[Any, np.dtype[np.bool_]] | None" = None  # False: this tap is not there


def by_index(axis: Axis, i: Index, j: Index, u: Index, v: Index, at: Mapping[str, str]) -> Meeting:
    """Element by element: what lies beyond the end is an error, and what is negative counts from there."""
    pixel = starts(axis, i, j, at) + u
    if slip := at.get(f"{axis.name}.pixel"):
        pixel = PIXEL[slip](axis, i, j, u, v)
    weight = u
    if slip := at.get(f"{axis.name}.weight"):
        weight = WEIGHT[slip](axis, u, v)
    return Meeting(pixel, weight)


def sliced(length: int, start: Index, stop: Index) -> tuple[Index, Index]:
    """Return where a slice of an array of this length begins, and how many it holds, as Python has it."""
    first = np.clip(np.where(start < 0, start + length, start), 0, length)
    last = np.clip(np.where(stop < 0, stop + length, stop), 0, length)
    return first, np.maximum(last - first, 0)


def along(axis: Axis, values: Index) -> Index:
    """Return numbers of taps on their axis: the last but one for rows, the last for columns."""
    return values[:, None] if axis.name == "rows" else values


def taps(axis: Axis, at: Mapping[str, str]) -> Index:
    """Return the taps that are run through."""
    slip = at.get(f"{axis.name}.taps")
    return along(axis, np.arange(axis.window) if slip is None else np.array(TAPS[slip](axis), np.intp))


def by_slice(axis: Axis, length: int, i: Index, j: Index, at: Mapping[str, str]) -> Meeting:
    """Slice by slice: what lies beyond the end is left out, and then the shapes have to fit."""
    first, size = sliced(length, starts(axis, i, j, at), stops(axis, i, j, at))
    if not ((size == axis.window) | (size == 1) | (axis.window == 1)).all():
        raise ValueError("operands could not be broadcast together")
    together = np.where(size == 1, axis.window, size)  # a single one meets every weight
    taps = along(axis, np.arange(int(together.max(initial=0))))
    pixel = np.minimum(first + np.where(size == 1, 0 * taps, taps), max(length - 1, 0))
    return Meeting(pixel, taps if axis.window > 1 else 0 * taps, taps < together)


def by_cut(axis: Axis, length: int, i: Index, j: Index, at: Mapping[str, str]) -> Meeting:
    """Slice by slice, where a slice may be shorter than the window: what lies beyond the end is left out."""
    first, size = sliced(length, starts(axis, i, j, at), stops(axis, i, j, at))
    longest = int(size.max(initial=0))
    taps = along(axis, np.arange(longest))
    pixel = np.minimum(first + taps, max(length - 1, 0))
    return Meeting(pixel, taps, None if (size == longest).all() and longest else taps < size)


def together(meeting: tuple[Meeting, Meeting]) -> "np.ndarray[Any, np.dtype[np.bool_]] | None":
    """Return which entries of the windows are there, (rows, columns, height, width); None: all of them."""
    down, right = (one.counts for one in meeting)
    if down is None and right is None:
        return None
    return np.asarray((True if down is None else down) & (True if right is None else right))
