"""Style: recursion over the kernel: the first weight times a shift, plus the rest of the kernel on the rest of the signal. Type hints; match; errstate(all='raise')."""
from __future__ import annotations

import sys
import typing as t

import numpy as np

sys.setrecursionlimit(20_000)

Vector: t.TypeAlias = np.ndarray


def _vector(x: t.Sequence[float]) -> Vector:
    return np.array(x, dtype=np.float64)


def _slide(x: Vector, k: Vector, places: int) -> Vector:
    match len(k):
        case 0:
            return np.zeros(places)
        case _:
            return k[0] * x[:places] + _slide(x[1:], k[1:], places)


def box_filter(x: Vector, width: int) -> Vector:
    # running sums would be shorter; halving is more fun
    def sums(size: int) -> Vector:
        if size == 1:
            return _vector(x)
        half = size // 2
        short = sums(half)
        count = len(x) - size + 1
        twice = short[:len(x) - 2 * half + 1] + short[half:half + len(x) - 2 * half + 1]
        return twice if size % 2 == 0 else twice[:count] + _vector(x)[size - 1:]
    return sums(width) / width


def correlate_shrink(x: Vector, k: Vector) -> Vector:
    places = len(x) - len(k) + 1
    if places < 1:
        raise ValueError("no place for this kernel")
    with np.errstate(all="raise", under="ignore"):
        return _slide(_vector(x), _vector(k), places)


def correlate_pad(x: Vector, k: Vector) -> Vector:
    if len(k) % 2 != 1:
        raise ValueError("K must be odd")
    rim = np.zeros((len(k) - 1) // 2)
    return correlate_shrink(np.r_[rim, _vector(x), rim], k)


def convolve_shrink(x: Vector, k: Vector) -> Vector:
    return correlate_shrink(x, np.flipud(k))


def correlate_backward(dout: Vector, x: Vector, k: Vector) -> tuple[Vector, Vector]:
    d, kernel = _vector(dout), _vector(k)

    def spread(d: Vector) -> Vector:
        if len(d) == 0:
            return np.zeros(len(kernel) - 1)
        tail = spread(d[1:])
        head = d[0] * kernel
        head[1:] += tail[:len(kernel) - 1]
        return np.append(head, tail[len(kernel) - 1:])

    return spread(d), _slide(_vector(x), d, len(kernel))


def convolve_sampled(f: Vector, g: Vector, dt: float) -> Vector:
    if len(g) > len(f):
        return convolve_sampled(g, f, dt)       # f * g = g * f
    rim = np.zeros(len(g) - 1)
    return correlate_shrink(np.hstack((rim, f, rim)), g[::-1]) * dt


def two_boxes() -> t.Literal["A", "B", "C"]:
    return "B"


def two_gaussians() -> float:
    return 2.0


def flip_unseen() -> t.Literal["A", "B", "C"]:
    return "A"
