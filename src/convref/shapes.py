"""The arithmetic of shapes: output sizes and padding; `convref.counts` has the parameters and receptive fields.

In: ints of any kind.  Out: Python's ints and tuples of them, which do not overflow. Needs no arrays, so no numpy.
The slides state two rules for the output size; each is a function here: `output_size` rounds down,
`output_size_strict` refuses fractions. The layers of this package follow the first.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod

from .counts import ReceptiveField, conv_parameters, dense_parameters, receptive_field, weight_shape
from .problems import (
    affine_problem,
    axis_problem,
    boundary_problem,
    conv_problem,
    gradient_problem,
    pool_problem,
    signal_problem,
    softmax_problem,
    window_problem,
)
from .sizes import Pair, Shape, ShapeError, extents, integers, pair

__all__ = [
    "ReceptiveField",
    "ShapeError",
    "affine_problem",
    "conv_output_shape",
    "conv_parameters",
    "conv_problem",
    "dense_parameters",
    "gradient_problem",
    "output_size",
    "output_size_strict",
    "pair",
    "pixel_uses",
    "pool_output_shape",
    "pool_problem",
    "receptive_field",
    "same_padding",
    "signal_output_shape",
    "signal_padding",
    "signal_problem",
    "softmax_problem",
    "weight_shape",
    "window_problem",
]

_MOST_PIXELS = 2**31 - 1


def output_size(length: int, window: int, stride: int = 1, pad: int = 0) -> int:
    """Count the positions of a window, leaving over what does not fill a step.

        floor((N + 2 P - F) / S) + 1

    Slide: Convolution Layers: Padding

    Parameters
    ----------
    length, window : int
        N and F, in pixels.
    stride : int
        S, the step.
    pad : int
        P, the zeros added to each side.

    Returns
    -------
    int

    Raises
    ------
    ShapeError
        If the window does not fit or a number is out of range.

    Examples
    --------
    >>> output_size(32, 5), output_size(32, 5, pad=2), output_size(7, 3, stride=3)
    (28, 32, 2)
    """
    length, window, stride, pad = integers(length=length, window=window, stride=stride, pad=pad)
    _raise(axis_problem("window", "long", length, window, stride, pad))
    return _positions(length, window, stride, pad)


def output_size_strict(length: int, window: int, stride: int = 1, pad: int = 0) -> int:
    """Count the positions of a window that must end exactly at the edge.

        (N + 2 P - F) / S + 1, where fractions are illegal

    Slide: Convolution Layers: Stride

    Parameters
    ----------
    length, window : int
        N and F, in pixels.
    stride : int
        S, the step.
    pad : int
        P, the zeros added to each side.

    Returns
    -------
    int

    Raises
    ------
    ShapeError
        If the size is a fraction, the window does not fit, or a number is out of range.

    Examples
    --------
    >>> output_size_strict(7, 3, stride=2)
    3
    >>> output_size_strict(7, 3, stride=3)
    Traceback (most recent call last):
    ...
    convref.sizes.ShapeError: stride 3 does not fit window 3 on length 7: (7 - 3)/3 + 1 = 7/3, a fraction is illegal
    """
    length, window, stride, pad = integers(length=length, window=window, stride=stride, pad=pad)
    _raise(axis_problem("window", "long", length, window, stride, pad))
    size = Fraction(length + 2 * pad - window, stride) + 1
    if size.denominator == 1:
        return int(size)
    padded = f"{length} + 2 * {pad}" if pad else f"{length}"
    raise ShapeError(
        f"stride {stride} does not fit window {window} on length {length}{f' with pad {pad}' if pad else ''}: "
        f"({padded} - {window})/{stride} + 1 = {size}, a fraction is illegal"
    )


def same_padding(window: int) -> int:
    """Return the padding that keeps the size, at stride 1: P = (F - 1) / 2.

    Slide: Convolution Layers: Padding

    Parameters
    ----------
    window : int
        F, in pixels; it must be odd, which the slide does not say.

    Returns
    -------
    int

    Raises
    ------
    ShapeError
        If the window is even or less than 1.

    Examples
    --------
    >>> [same_padding(window) for window in (1, 3, 5, 7)]
    [0, 1, 2, 3]
    """
    (window,) = integers(window=window)
    if window < 1:
        raise ShapeError(f"window is {window}: it must be at least 1")
    if window % 2 == 0:
        raise ShapeError(f"window is {window}: ({window} - 1)/2 = {window - 1}/2 is a fraction, so it must be odd")
    return (window - 1) // 2


def conv_output_shape(x_shape: Shape, w_shape: Shape, *, stride: Pair = 1, pad: Pair = 0) -> tuple[int, int, int, int]:
    """Return the shape of a convolution layer's output: one activation map for each filter.

    Slide: Convolution Layer

    Parameters
    ----------
    x_shape : (N, C, H, W)
    w_shape : (F, C, HH, WW)
    stride, pad : int or (height, width)

    Returns
    -------
    (N, F, H_out, W_out)

    Raises
    ------
    ShapeError
        As `conv_problem` says.

    Examples
    --------
    >>> conv_output_shape((1, 3, 32, 32), (5, 3, 5, 5))
    (1, 5, 28, 28)
    """
    x_shape, w_shape = extents(x_shape=x_shape, w_shape=w_shape)
    _raise(conv_problem(x_shape, w_shape, stride=stride, pad=pad))
    rows, columns = (
        _positions(*axis)
        for axis in zip(x_shape[2:], w_shape[2:], pair(stride, "stride"), pair(pad, "pad"), strict=True)
    )
    return x_shape[0], w_shape[0], rows, columns


def pool_output_shape(x_shape: Shape, window: Pair, *, stride: Pair | None = None) -> tuple[int, int, int, int]:
    """Return the shape of a pooling layer's output: the depth stays.

    Slide: Pooling Layer

    Parameters
    ----------
    x_shape : (N, C, H, W)
    window : int or (height, width)
    stride : int or (height, width), optional
        The window, if not given.

    Returns
    -------
    (N, C, H_out, W_out)

    Raises
    ------
    ShapeError
        As `pool_problem` says.

    Examples
    --------
    >>> pool_output_shape((1, 3, 32, 32), 2), pool_output_shape((1, 3, 7, 7), 3, stride=2)
    ((1, 3, 16, 16), (1, 3, 3, 3))
    """
    (x_shape,) = extents(x_shape=x_shape)
    _raise(pool_problem(x_shape, window, stride=stride))
    steps = window if stride is None else stride
    rows, columns = (
        _positions(*axis) for axis in zip(x_shape[2:], pair(window, "window"), pair(steps, "stride"), strict=True)
    )
    return x_shape[0], x_shape[1], rows, columns


def signal_padding(k_shape: Shape, *, boundary: str = "shrink") -> tuple[int, ...]:
    """Return how many zeros a boundary adds to each side, axis by axis.

    Slide: What are Convolutions?

    Parameters
    ----------
    k_shape : (K,) or (HH, WW)
    boundary : "shrink", "zero" or "full"
        None at all (the output shrinks), (K - 1)/2 (it keeps its size), K - 1 (the kernel only has to touch).

    Returns
    -------
    tuple of int

    Raises
    ------
    ShapeError
        If the boundary is another.

    Examples
    --------
    >>> [signal_padding((3,), boundary=boundary) for boundary in ("shrink", "zero", "full")]
    [(0,), (1,), (2,)]
    """
    (k_shape,) = extents(k_shape=k_shape)
    _raise(boundary_problem(boundary))
    if boundary == "shrink":
        return (0,) * len(k_shape)
    if boundary == "zero":
        return tuple((window - 1) // 2 for window in k_shape)
    return tuple(window - 1 for window in k_shape)


def signal_output_shape(x_shape: Shape, k_shape: Shape, *, boundary: str = "shrink") -> tuple[int, ...]:
    """Return the shape of a signal or image filtered by a kernel.

    Slide: What are Convolutions?

    Parameters
    ----------
    x_shape : (L,) or (H, W)
    k_shape : (K,) or (HH, WW)
    boundary : "shrink", "zero" or "full"

    Returns
    -------
    tuple of int

    Raises
    ------
    ShapeError
        As `signal_problem` says.

    Examples
    --------
    >>> signal_output_shape((10,), (3,)), signal_output_shape((10,), (3,), boundary="zero")
    ((8,), (10,))
    """
    x_shape, k_shape = extents(x_shape=x_shape, k_shape=k_shape)
    _raise(signal_problem(x_shape, k_shape, boundary=boundary))
    padding = signal_padding(k_shape, boundary=boundary)
    return tuple(_positions(n, f, 1, p) for n, f, p in zip(x_shape, k_shape, padding, strict=True))


def pixel_uses(size: Pair, window: Pair, *, stride: Pair = 1, pad: Pair = 0) -> list[list[int]]:
    """Count in how many windows each pixel of an image lies.

    Slide: Convolution Layers: Padding ("Corner pixel is only used once")

    Parameters
    ----------
    size : int or (height, width)
        Of the image, in pixels.
    window, stride, pad : int or (height, width)

    Returns
    -------
    list of H lists of W ints

    Raises
    ------
    ShapeError
        If the window does not fit, a number is out of range, or there are too many pixels for a list.

    Examples
    --------
    >>> pixel_uses(4, 3)
    [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]]
    """
    if prod(pair(size, "size")) > _MOST_PIXELS:
        raise ShapeError(f"size is {size}: there are more than {_MOST_PIXELS} pixels, too many for a list")
    rows, columns = (
        _uses(*axis)
        for axis in zip(
            pair(size, "size"), pair(window, "window"), pair(stride, "stride"), pair(pad, "pad"), strict=True
        )
    )
    return [[row * column for column in columns] for row in rows]


def _positions(length: int, window: int, stride: int, pad: int = 0) -> int:
    return (length + 2 * pad - window) // stride + 1


def _uses(length: int, window: int, stride: int, pad: int) -> list[int]:
    """Count the windows over each position; window i covers padded positions i * stride to i * stride + window - 1."""
    last = output_size(length, window, stride, pad) - 1
    counts = []
    for position in range(pad, pad + length):
        newest = min(position // stride, last)
        oldest = max(-((window - 1 - position) // stride), 0)  # rounded up
        counts.append(max(newest - oldest + 1, 0))
    return counts


def _raise(problem: str | None) -> None:
    if problem:
        raise ShapeError(problem)
