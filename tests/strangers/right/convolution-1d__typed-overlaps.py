"""Expected: everything it writes passes.

Type hints, a frozen dataclass for each overlap of two signals, sums by math.fsum.
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Signal = npt.NDArray[np.number]


@dataclass(frozen=True)
class Overlap:
    """The part of two signals that lie on each other when the second starts at `offset` of the first."""

    first: Sequence[float]
    second: Sequence[float]
    offset: int

    @property
    def pairs(self) -> Iterator[tuple[float, float]]:
        lo = max(0, self.offset)
        hi = min(len(self.first), self.offset + len(self.second))
        return ((float(self.first[m]), float(self.second[m - self.offset])) for m in range(lo, hi))

    def total(self) -> float:
        return math.fsum(a * b for a, b in self.pairs)


def slide(x: Signal, k: Signal, offsets: range) -> npt.NDArray[np.float64]:
    return np.asarray([Overlap(x, k, o).total() for o in offsets], dtype=np.float64)


def box_filter(x: Signal, width: int) -> npt.NDArray[np.float64]:
    return slide(x, np.ones(width), range(len(x) - width + 1)) / width


def correlate_shrink(x: Signal, k: Signal) -> npt.NDArray[np.float64]:
    offsets = range(len(x) - len(k) + 1)
    if not offsets:
        raise ValueError("The kernel is longer than the signal.")
    return slide(x, k, offsets)


def correlate_pad(x: Signal, k: Signal) -> npt.NDArray[np.float64]:
    half, rest = divmod(len(k) - 1, 2)
    if rest:
        raise ValueError("The kernel has no middle.")
    return slide(x, k, range(-half, len(x) - half))


def convolve_shrink(x: Signal, k: Signal) -> npt.NDArray[np.float64]:
    return slide(x, k[::-1], range(len(x) - len(k) + 1))


def correlate_backward(dout: Signal, x: Signal, k: Signal) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    dx = slide(dout, k[::-1], range(1 - len(k), len(dout)))
    return dx, slide(x, dout, range(len(k)))


def convolve_sampled(f: Signal, g: Signal, dt: float) -> npt.NDArray[np.float64]:
    return slide(f, g[::-1], range(1 - len(g), len(f))) * dt


def two_boxes() -> str:
    return "B"
