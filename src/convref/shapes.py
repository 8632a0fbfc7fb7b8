"""The arithmetic of shapes: output sizes, padding, numbers of parameters, receptive fields.

In: ints.  Out: ints and tuples of ints. Needs no arrays, so no numpy.
The slides state two rules for the output size; each is a function here: `output_size` rounds down,
`output_size_strict` refuses fractions. The layers of this package follow the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from .problems import (
    Pair,
    Shape,
    ShapeError,
    affine_problem,
    axis_problem,
    conv_problem,
    gradient_problem,
    pair,
    pool_problem,
    signal_problem,
    softmax_problem,
    window_problem,
)

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


class ReceptiveField(NamedTuple):
    """What one output value of a stack of layers sees of the input.

    Parameters
    ----------
    size : (int, int)
        Height and width, in input pixels.
    jump : (int, int)
        How far the field moves, in input pixels, from one output value to the next.
    pixels : int
        Height times width: the number of input pixels one output value is connected to, in each channel.
    """

    size: tuple[int, int]
    jump: tuple[int, int]
    pixels: int


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
    _raise(axis_problem("window", "long", length, window, stride, pad))
    return (length + 2 * pad - window) // stride + 1


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
    convref.problems.ShapeError: stride 3 does not fit window 3 on length 7: (7 - 3)/3 + 1 = 7/3, a fraction is illegal
    """
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
    if window < 1:
        raise ShapeError(f"window is {window}: it must be at least 1")
    if window % 2 == 0:
        raise ShapeError(f"window is {window}: ({window} - 1)/2 = {window - 1}/2 is a fraction, so it must be odd")
    return (window - 1) // 2


def conv_parameters(filters: int, channels: int, window: Pair, bias: bool = True) -> int:
    """Count the parameters of a convolution layer: each filter has HH x WW x C weights, and one bias.

    Slide: Convolution Layers: Dimensions

    Parameters
    ----------
    filters, channels : int
    window : int or (height, width)
    bias : bool

    Returns
    -------
    int

    Raises
    ------
    ShapeError
        If a number is less than 1.

    Examples
    --------
    >>> conv_parameters(1, 3, 5), conv_parameters(10, 3, 5)
    (76, 760)
    """
    filters, channels, height, width = weight_shape(filters, channels, window)
    return filters * (channels * height * width + bool(bias))


def dense_parameters(inputs: int, outputs: int, bias: bool = True) -> int:
    """Count the parameters of a fully connected layer: every output has a weight for every input, and one bias.

    Slide: Problems using FC Layers on Images

    Parameters
    ----------
    inputs, outputs : int
        Numbers in, for an image its pixels times its channels, and numbers out.
    bias : bool

    Returns
    -------
    int

    Raises
    ------
    ShapeError
        If a number is less than 1.

    Examples
    --------
    >>> dense_parameters(32 * 32 * 3, 28 * 28 * 5)
    12046160
    """
    _at_least_one(inputs=inputs, outputs=outputs)
    return outputs * (inputs + bool(bias))


def weight_shape(filters: int, channels: int, window: Pair, layout: str = "out-in") -> tuple[int, int, int, int]:
    """Return the shape of a convolution layer's weights.

    Slide: Example

    Parameters
    ----------
    filters, channels : int
    window : int or (height, width)
    layout : "out-in" or "in-out"
        "out-in" is (F, C, HH, WW), as in this package and most frameworks; "in-out" is (C, F, HH, WW),
        as in the slide's quiz.

    Returns
    -------
    tuple of four ints

    Raises
    ------
    ShapeError
        If a number is less than 1 or the layout is another.

    Examples
    --------
    >>> weight_shape(4, 3, 5), weight_shape(4, 3, 5, layout="in-out")
    ((4, 3, 5, 5), (3, 4, 5, 5))
    """
    height, width = pair(window, "window")
    _at_least_one(filters=filters, channels=channels, window=min(height, width))
    if layout == "out-in":
        return filters, channels, height, width
    if layout == "in-out":
        return channels, filters, height, width
    raise ShapeError(f"layout is {layout!r}: it must be 'out-in' or 'in-out'")


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
    _raise(conv_problem(x_shape, w_shape, stride=stride, pad=pad))
    rows, columns = (
        output_size(*axis)
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
    _raise(pool_problem(x_shape, window, stride=stride))
    steps = window if stride is None else stride
    rows, columns = (
        output_size(*axis) for axis in zip(x_shape[2:], pair(window, "window"), pair(steps, "stride"), strict=True)
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

    Examples
    --------
    >>> [signal_padding((3,), boundary=boundary) for boundary in ("shrink", "zero", "full")]
    [(0,), (1,), (2,)]
    """
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
    _raise(signal_problem(x_shape, k_shape, boundary=boundary))
    padding = signal_padding(k_shape, boundary=boundary)
    return tuple(output_size(n, f, 1, p) for n, f, p in zip(x_shape, k_shape, padding, strict=True))


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
        If the window does not fit or a number is out of range.

    Examples
    --------
    >>> pixel_uses(4, 3)
    [[1, 2, 2, 1], [2, 4, 4, 2], [2, 4, 4, 2], [1, 2, 2, 1]]
    """
    rows, columns = (
        [_uses(position, *axis) for position in range(axis[0])]
        for axis in zip(
            pair(size, "size"), pair(window, "window"), pair(stride, "stride"), pair(pad, "pad"), strict=True
        )
    )
    return [[row * column for column in columns] for row in rows]


def receptive_field(layers: Iterable[tuple[Pair, Pair]]) -> ReceptiveField:
    """Work out what one output value of a stack of convolution and pooling layers sees of the input.

        size <- size + (window - 1) * jump,    jump <- jump * stride

    Slide: Receptive Field

    Parameters
    ----------
    layers : sequence of (window, stride)
        From the input on; each window and stride is an int or a pair (height, width). Padding does
        not matter: the field may then reach beyond the image.

    Returns
    -------
    ReceptiveField
        With size, jump and pixels; of no layers at all, one pixel.

    Raises
    ------
    ShapeError
        If a window or stride is less than 1.

    Examples
    --------
    >>> receptive_field([(3, 1), (3, 1)])
    ReceptiveField(size=(5, 5), jump=(1, 1), pixels=25)
    """
    size, jump = [1, 1], [1, 1]
    for window, stride in layers:
        windows, strides = pair(window, "window"), pair(stride, "stride")
        _at_least_one(window=min(windows), stride=min(strides))
        for axis in (0, 1):
            size[axis] += (windows[axis] - 1) * jump[axis]
            jump[axis] *= strides[axis]
    return ReceptiveField((size[0], size[1]), (jump[0], jump[1]), size[0] * size[1])


def _uses(position: int, length: int, window: int, stride: int, pad: int) -> int:
    starts = range(-pad, -pad + stride * output_size(length, window, stride, pad), stride)
    return sum(start <= position < start + window for start in starts)


def _at_least_one(**numbers: int) -> None:
    for name, number in numbers.items():
        if number < 1:
            raise ShapeError(f"{name} is {number}: it must be at least 1")


def _raise(problem: str | None) -> None:
    if problem:
        raise ShapeError(problem)
