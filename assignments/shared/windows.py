"""Where windows lie, as somebody might have written it: for every output, the pixels and the weights that meet.

A *place* is one formula of that bookkeeping along one axis: how many outputs there are, where a window begins or ends,
which pixel a weight meets. A *slip* is a wrong formula at one place, written ``rows.start=j * S``. The models of the
layer and of pooling are built on this. Without a slip it is right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

import numpy as np

from grader.topics.misconception import Knobs

from .formulas import compiled, slips_of

Index = np.ndarray[Any, np.dtype[np.intp]]
AXES = ("rows", "columns")
NOTHING: frozenset[tuple[str, str]] = frozenset()
MAX_OUTPUTS = 4096  # along an axis: a slip such as a power may ask for any number


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
    depth: int = 1  # channels of a window

    @property
    def count(self) -> int:
        """How often the window fits."""
        return (self.length + 2 * self.pad - self.window) // self.stride + 1


@lru_cache(maxsize=1024)
def axes(
    image: tuple[int, ...], window: tuple[int, ...], stride: int, pad: int, others: int = 1, depth: int = 1
) -> tuple[Axis, Axis]:
    """Return rows and columns."""
    (H, W), (HH, WW) = image, window
    rows = Axis("rows", H, HH, stride, pad, W, WW, others, depth)
    return rows, Axis("columns", W, WW, stride, pad, H, HH, others, depth)


@lru_cache(maxsize=8192)
def slips(on: Knobs) -> Mapping[str, str]:
    """Return the slips among some knobs, by place."""
    return dict(knob.split("=", 1) for knob in on if "=" in knob)


# ----------------------------------------------------------------------------------- formulas

# L, W: length and window of this axis; M, V: of the other one; S, P: stride and pad; F: filters, or channels.
# i, j: the output along this axis and the other one; u, v: the tap.
SIZES, PLACE, TAP = "L, W, S, P, M, V, F", "i, j, L, W, S, P, M, V, F", "i, j, u, v, L, W, S, P, M, V, F"
TAPPED = f"u, v, n, m, {SIZES}"
MISTAKEN = {"L": "M", "W": "V F S", "S": "P W", "P": "S", "i": "j", "u": "v i", "n": "m"}

ROUNDED = ("round((L + 2 * P - W) / S + 1)", "round((L + 2 * P - W) / S) + 1")
TRUNCATED = ("int((L + 2 * P - W) / S + 1)", "int((L + 2 * P - W) / S) + 1")  # cuts toward 0, and // rounds down
TRUNCATED_OTHER = tuple(
    text.replace("L", length).replace("W", window)
    for text in TRUNCATED
    for length, window in (("M", "W"), ("L", "V"), ("M", "V"))
)
WHOLE = "range((L + 2 * P - W) // S + 1)"  # loops over what is there, whatever the map's size
STEPS = ("range(-(-L // S))", "range(-(-(L + 2 * P) // S))")  # a window begins at every stride-th pixel
COUNT = (
    *slips_of("(L + 2 * P - W) // S + 1", MISTAKEN),
    "(M + 2 * P - V) // S + 1",
    "-(-(L + 2 * P - W) // S) + 1",
    "L // S",
    "-(-L // S)",
    "L // W",
    "(L + 1) // S",
    "L",
    *TRUNCATED_OTHER,
)
START = (
    *slips_of("i * S", MISTAKEN),
    "i * V",
    "i * S + 1",
    "i * S - 1",
    "i * S + P",
    "i * S - P",
    "(i + 1) * S",
    "i * (S + 1)",
    "0 * i",
)
STOP = (
    *slips_of("i * S + W", MISTAKEN),
    "i * S + W - 1",
    "i * S + W + 1",
    "(i + 1) * W",
)
PIXEL = (
    *slips_of("i * S + u", MISTAKEN),
    "(i + u) * S",
    "i + u * S",
    "i * S + u - P",
    "i * S + u + P",
    "i * S + u + 1",
    "i * S + u - 1",
    "j * S + v",
)
FIRST = ("v", "0 * u", "u + 1", "u - 1", "u * S", "u + S", "u - P", "u + P")  # of a slice for every weight
LAST = (  # where it ends, of n outputs, and m along the other axis
    *slips_of("u + S * (n - 1) + 1", MISTAKEN | {"u": "v", "n": "m L"}),
    *slips_of("u + n", MISTAKEN | {"u": "v", "n": "m"}),
    "u + S * n + 1",
    "v + S * (m - 1) + 1",
    "L",
)
ENTRY = ("v", "W - 1 - u", "-u", "u + 1", "u - 1", "0 * u")  # of a window that was cut out already
WEIGHT = ("v", "W - 1 - u", "-u", "u + 1", "u - 1", "0 * u")
TAPS = ("range(W - 1)", "range(1, W)", "range(W + 1)", "range(V)", "range(S)", "range(0, W, 2)", "range(0)")
VISITED = (  # of n outputs, and m along the other axis
    "range(n - 1)",
    "range(1, n)",
    "range(n + 1)",
    "range(m)",
    "range(0, n, S)",
    "range(min(n, 1))",
    "range(max(n - 1, 0), n)",
    "range(L)",
    "range(W)",
    "range(0, n, 2)",
    "range(0)",
    "range(-(-(L + 2 * P - W) // S))",
    "range((L - W) // S + 1)",
    *STEPS,
)


def numbers(axis: Axis) -> tuple[int, ...]:
    """Return an axis's numbers in the order of `SIZES`."""
    return (axis.length, axis.window, axis.stride, axis.pad, axis.other_length, axis.other_window, axis.others)


def whole(values: Any, like: Index) -> Index:
    """Return indices in the shape of `like`. A fraction is no index, in NumPy and in Python."""
    array = np.asarray(values)
    if array.dtype.kind not in "iu":
        raise TypeError("an index has to be a whole number")
    return array + 0 * like


def count(axis: Axis, at: Mapping[str, str]) -> int:
    """Return how many outputs there are along an axis. Like NumPy, it refuses a negative number and a fraction."""
    slip = at.get(f"{axis.name}.count")
    outputs = axis.count if slip is None else compiled(slip, SIZES)(*numbers(axis))
    if outputs < 0 or outputs > MAX_OUTPUTS or (outputs == 0 and "never.empty" in at):
        raise ValueError("negative dimensions are not allowed")
    if not isinstance(outputs, int):
        raise TypeError("'float' object cannot be interpreted as an integer")
    return outputs


def visited(axis: Axis, outputs: int, other_outputs: int, at: Mapping[str, str]) -> Index:
    """Return the indices of the outputs that are computed."""
    slip = at.get(f"{axis.name}.visited")
    if slip is None:
        return np.arange(outputs)
    return np.array(compiled(slip, f"n, m, {SIZES}")(outputs, other_outputs, *numbers(axis)), np.intp)


def starts(axis: Axis, i: Index, j: Index, at: Mapping[str, str]) -> Index:
    """Return where windows begin; `i` runs along this axis, `j` along the other one."""
    slip = at.get(f"{axis.name}.start") or at.get(f"{axis.name}.moved")
    return i * axis.stride if slip is None else whole(compiled(slip, PLACE)(i, j, *numbers(axis)), i)


def stops(axis: Axis, i: Index, j: Index, at: Mapping[str, str]) -> Index:
    """Return where windows end."""
    slip = at.get(f"{axis.name}.stop")
    if slip is not None:
        return whole(compiled(slip, PLACE)(i, j, *numbers(axis)), i)
    moved = at.get(f"{axis.name}.moved")
    start = i * axis.stride if moved is None else whole(compiled(moved, PLACE)(i, j, *numbers(axis)), i)
    return start + axis.window


# ----------------------------------------------------------------------------------- windows


@dataclass(frozen=True)
class Meeting:
    """Along one axis, the outputs, and the pixel and the weight that meet: (rows, columns) of outputs and of taps."""

    index: Index  # of the outputs that are computed, along this axis
    pixel: Index
    weight: Index
    counts: "np.ndarray[Any, np.dtype[np.bool_]] | None" = None  # False: this tap is not there


Outputs = tuple[int, int]  # how many along this axis, and along the other one


class Way(Enum):
    """How a program gets at the pixels of a window."""

    BY_INDEX = "each by its index: beyond the end is an error, and what is negative counts from there"
    CHECKED = "each by its index, if that lies inside"
    WHOLE = "windows that lie inside, and no others"
    SLICED = "a slice: beyond the end nothing is there, and shapes have to fit as NumPy broadcasts them"
    STRICT = "a slice, and shapes have to be equal"
    FLAT = "a slice, stored as a row of a matrix: what holds a single number fills the row"
    CUT = "a slice, of whatever length"
    LISTED = "a list of indices from where it begins to where it ends: beyond the end is an error"
    IN_VIEWS = "windows that were cut out rightly, and their entries by index"
    TAPPED = "for every weight a slice over all outputs, in steps of the stride"
    TAPPED_BACK = "the same, where what is sliced is added to"


def meet(
    rows: Axis, columns: Axis, size: tuple[int, ...], outputs: Outputs, at: Mapping[str, str], way: Way
) -> tuple["Meeting", "Meeting"]:
    """Return what meets along rows and along columns, of an image of this size and a map of so many outputs."""
    (count, other), own = outputs, dict.fromkeys(AXES, NOTHING) if not at else _by_axis(frozenset(at.items()))
    return (
        _met(rows, size[0], (count, other), own["rows"], at.get("columns.visited"), way),
        _met(columns, size[1], (other, count), own["columns"], at.get("rows.visited"), way),
    )


@lru_cache(maxsize=8192)
def _by_axis(slips: frozenset[tuple[str, str]]) -> Mapping[str, frozenset[tuple[str, str]]]:
    """Return the slips of each axis."""
    return {axis: frozenset(slip for slip in slips if slip[0].startswith(axis)) for axis in AXES}


@lru_cache(maxsize=4096)
def _met(
    axis: Axis, length: int, outputs: Outputs, slips: frozenset[tuple[str, str]], other_visited: str | None, way: Way
) -> "Meeting":
    """Return what meets along one axis. The cache pays: a slip along rows leaves the columns as they are."""
    at = dict(slips)
    index = visited(axis, *outputs, at)
    other_index = np.arange(outputs[1])
    if other_visited is not None:  # a slip of the other axis, with its numbers
        values = compiled(other_visited, f"n, m, {SIZES}")(outputs[1], outputs[0], *others_numbers(axis))
        other_index = np.array(values, np.intp)
    i, j = index[:, None, None, None], other_index[:, None, None]
    if axis.name == "columns":
        i, j = index[:, None, None], other_index[:, None, None, None]
    if way in (Way.SLICED, Way.STRICT, Way.FLAT, Way.CUT, Way.LISTED):
        return by_slice(axis, length, index, i, j, at, way)
    u, v = taps(axis, at), np.arange(axis.other_window)
    v = v if axis.name == "rows" else v[:, None]
    if way is Way.IN_VIEWS:
        return in_views(axis, index, i, j, u, v, at)
    if way in (Way.TAPPED, Way.TAPPED_BACK):
        return tapped(axis, length, outputs, (u, v), at, way)
    meeting = by_index(axis, index, i, j, u, v, at)
    return meeting if way is Way.BY_INDEX else inside(meeting, length, -2 if axis.name == "rows" else -1, way)


def others_numbers(axis: Axis) -> tuple[int, ...]:
    """Return the other axis's numbers in the order of `SIZES`."""
    L, W, S, P, M, V, F = numbers(axis)
    return M, V, S, P, L, W, F


def by_index(axis: Axis, index: Index, i: Index, j: Index, u: Index, v: Index, at: Mapping[str, str]) -> "Meeting":
    """Return what meets, element by element."""
    pixel = starts(axis, i, j, at) + u
    if slip := at.get(f"{axis.name}.pixel"):
        pixel = whole(compiled(slip, TAP)(i, j, u, v, *numbers(axis)), pixel)
    weight = u
    if slip := at.get(f"{axis.name}.weight"):
        weight = whole(compiled(slip, f"u, v, {SIZES}")(u, v, *numbers(axis)), u)
    return Meeting(index, pixel, weight)


def inside(meeting: "Meeting", length: int, taps_axis: int, way: Way) -> "Meeting":
    """Leave out what lies beyond the image: single pixels, or whole windows."""
    there = (meeting.pixel >= 0) & (meeting.pixel < length)
    counts = there if way is Way.CHECKED else np.asarray(there.all(axis=taps_axis, keepdims=True))
    return Meeting(meeting.index, np.where(there, meeting.pixel, 0), meeting.weight, counts)


def sliced(length: int, start: Index, stop: Index) -> tuple[Index, Index]:
    """Return where a slice of an array begins and how many entries it holds, by Python's rules."""
    first = np.minimum(np.maximum(np.where(start < 0, start + length, start), 0), length)
    last = np.minimum(np.maximum(np.where(stop < 0, stop + length, stop), 0), length)
    return first, np.maximum(last - first, 0)


def along(axis: Axis, values: Index) -> Index:
    """Return numbers of taps on their axis: the last but one for rows, the last for columns."""
    return values[:, None] if axis.name == "rows" else values


def taps(axis: Axis, at: Mapping[str, str]) -> Index:
    """Return the taps that the loop visits."""
    slip = at.get(f"{axis.name}.taps")
    visited_taps = range(axis.window) if slip is None else compiled(slip, SIZES)(*numbers(axis))
    return along(axis, np.array(visited_taps, np.intp))


def by_slice(axis: Axis, length: int, index: Index, i: Index, j: Index, at: Mapping[str, str], way: Way) -> "Meeting":
    """Return what meets, slice by slice."""
    start, stop = starts(axis, i, j, at), stops(axis, i, j, at)
    if way is Way.LISTED:
        return listed(axis, length, index, start, np.maximum(stop - start, 0))
    first, size = sliced(length, start, stop)
    longest = int(size.max(initial=0))
    if way is Way.CUT:
        tap = along(axis, np.arange(longest))
        is_full = bool((size == longest).all()) and longest > 0
        return Meeting(index, np.minimum(first + tap, max(length - 1, 0)), tap, None if is_full else tap < size)
    is_strict = way is Way.STRICT or (way is Way.FLAT and (axis.depth > 1 or axis.other_window > 1))
    if is_strict and (size != axis.window).any():
        raise ValueError("could not be reshaped")
    if not ((size == axis.window) | (size == 1) | (axis.window == 1 and way is Way.SLICED)).all():
        raise ValueError("operands could not be broadcast together")
    joint = np.where(size == 1, axis.window, size)  # NumPy broadcasts a single pixel to every weight
    tap = along(axis, np.arange(int(joint.max(initial=0))))
    pixel = np.minimum(first + np.where(size == 1, 0 * tap, tap), max(length - 1, 0))
    counts = None if (joint == tap.size).all() else tap < joint
    return Meeting(index, pixel, tap if axis.window > 1 else 0 * tap, counts)


def listed(axis: Axis, length: int, index: Index, start: Index, size: Index) -> "Meeting":
    """Return what meets, index by index from where a window begins to where it ends."""
    tap = along(axis, np.arange(int(size.max(initial=0))))
    counts = np.asarray(tap < size)
    pixel = start + 0 * tap + tap
    if ((pixel >= length) | (pixel < -length))[counts].any():
        raise IndexError("index out of bounds")
    return Meeting(index, np.where(counts, pixel, 0), tap, counts)


def in_views(axis: Axis, index: Index, i: Index, j: Index, u: Index, v: Index, at: Mapping[str, str]) -> "Meeting":
    """Return what meets, entry by entry of windows that lie where they should."""
    slip = at.get(f"{axis.name}.entry")
    entry = u if slip is None else whole(compiled(slip, f"u, v, {SIZES}")(u, v, *numbers(axis)), u)
    if ((entry >= axis.window) | (entry < -axis.window)).any():
        raise IndexError("index out of bounds")
    return Meeting(index, i * axis.stride + 0 * j + entry % axis.window, u)


def tapped(
    axis: Axis, length: int, outputs: Outputs, taps: tuple[Index, Index], at: Mapping[str, str], way: Way
) -> "Meeting":
    """Return what meets, weight by weight: the n outputs, and a slice that should hold n pixels.

    NumPy broadcasts: a slice of one pixel serves every output. Backward, a single gradient is added to the whole slice.
    """
    (u, v), n = taps, outputs[0]
    given = (u, v, *outputs, *numbers(axis))
    first, last = at.get(f"{axis.name}.first"), at.get(f"{axis.name}.last")
    start = u if first is None else whole(compiled(first, TAPPED)(*given), u)
    stop = u + axis.stride * (n - 1) + 1 if last is None else whole(compiled(last, TAPPED)(*given), u)
    begin, room = sliced(length, start, stop)
    size = -(-room // axis.stride)
    is_broadcast = n == 1 if way is Way.TAPPED_BACK else size == 1
    if not np.all((size == n) | is_broadcast):
        raise ValueError("operands could not be broadcast together")
    index = np.arange(n)
    if way is Way.TAPPED_BACK and n == 1:
        index = np.zeros(int(size.max(initial=0)), np.intp)
    step = np.arange(len(index)).reshape(-1, *(1,) * (3 if axis.name == "rows" else 2))
    pixel = begin + np.where((size == 1) & (n > 1), 0, step) * axis.stride
    counts = np.asarray(step < size) if way is Way.TAPPED_BACK and n == 1 else None
    return Meeting(index, np.minimum(pixel, max(length - 1, 0)), u, counts)


def together(meeting: tuple[Meeting, Meeting]) -> "np.ndarray[Any, np.dtype[np.bool_]] | None":
    """Return which entries of the windows exist, (rows, columns, height, width); None if all do."""
    down, right = (of_axis.counts for of_axis in meeting)
    if down is None and right is None:
        return None
    return np.asarray((True if down is None else down) & (True if right is None else right))
