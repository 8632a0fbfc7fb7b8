"""What the bounds share: sums are turned into `Bounded`s here, and most operations are this convolution layer.

In: float64 arrays whose shapes are known to be legal.  Out: `Bounded`.
"""

from __future__ import annotations

from math import prod, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._arguments import crop, floats, zero_pad
from . import _sums
from .bounded import Bounded

Arrays = NDArray[np.float64]


def float64s(names: tuple[str, ...], values: tuple[ArrayLike, ...]) -> tuple[Arrays, ...]:
    """Return the values as float64 arrays, which hold float32 exactly; errors are those of the kernels."""
    return tuple(array.astype(np.float64, copy=False) for array in floats(names, values))


def bounded(sums: Arrays, shape: tuple[int, ...], count: int, norm: float) -> Bounded:
    """Read sums of shape (..., 3), which are (high, low, absolute), as a `Bounded` of the given shape."""
    value = sums[..., 0] + sums[..., 1]
    absolute = np.ascontiguousarray(sums[..., 2])  # a copy, so that the memory of sums can be freed
    return Bounded(value.reshape(shape), absolute.reshape(shape), count, norm)


def norm(*arrays: Arrays) -> float:
    """Multiply the Euclidean norms of the arrays."""
    return float(np.prod([np.sqrt(np.vdot(array, array)) for array in arrays]))


def windows_over_a_pixel(size: tuple[int, ...], step: tuple[int, int], positions: tuple[int, ...]) -> int:
    """Count the windows that can cover one pixel: ceil(window / stride) along each axis, or all if there are fewer."""
    return prod(min(-(-window // stride), count) for window, stride, count in zip(size, step, positions, strict=True))


def conv(x: Arrays, w: Arrays, b: Arrays | None, step: tuple[int, int], zeros: tuple[int, int]) -> Bounded:
    """Bound a convolution layer whose arguments are known to be legal."""
    count, bias = prod(w.shape[1:]), np.zeros(len(w))
    size = norm(x, w)
    if b is not None:
        count, bias = count + 1, b
        size += norm(b)
    sums = _sums.conv_sums(zero_pad(x, zeros), w, bias, *step)
    return bounded(sums, sums.shape[:-1], count, size)


def conv_gradients(
    dout: Arrays, x: Arrays, w: Arrays, step: tuple[int, int], zeros: tuple[int, int]
) -> tuple[Bounded, Bounded, Bounded]:
    """Bound the gradients of a convolution layer whose arguments are known to be legal."""
    dx, dw, db = _sums.conv_backward_sums(dout, zero_pad(x, zeros), w, *step)
    dx = np.moveaxis(crop(np.moveaxis(dx, -1, 0), zeros), 0, -1)
    positions = dout.size // len(w)  # of each filter, over all images
    return (
        bounded(dx, x.shape, len(w) * windows_over_a_pixel(w.shape[2:], step, dout.shape[2:]), norm(dout, w)),
        bounded(dw, w.shape, positions, norm(dout, x)),
        bounded(db, (len(w),), positions - 1, norm(dout) * sqrt(positions)),
    )
