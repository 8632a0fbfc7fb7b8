"""Which arguments are legal: one predicate for each family of operations.

In: shapes and options.  Out: None if they are legal, else the sentence that says why not. The
kernels raise that sentence as a `ShapeError`, and whatever draws test cases asks the same predicate.
A type that is not asked for at all (a stride of 1.5) is a TypeError at once, not a sentence.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from math import prod
from typing import Any

Shape = Sequence[int]
Pair = int | Sequence[int]

BOUNDARIES = ("shrink", "zero", "full")
_SIGNAL_SHAPES = {1: "(L,)", 2: "(H, W)", None: "(L,) or (H, W)"}
_EXTENTS = {1: ("long",), 2: ("high", "wide")}


class ShapeError(ValueError):
    """Sizes that do not fit together; the message names the argument, its value and the rule."""


def pair(value: Pair, name: str) -> tuple[int, int]:
    """Read an int, or a pair of ints, as (height, width).

    Slide: Convolution Layers: Stride

    Parameters
    ----------
    value : int or (int, int)
        One int stands for both axes.
    name : str
        What to call the value in an error.

    Returns
    -------
    (int, int)
        Height first, then width, as the axes of an array are ordered.

    Raises
    ------
    TypeError
        If an entry is not an int (True and 2.0 are not).
    ShapeError
        If there are not two entries.

    Examples
    --------
    >>> pair(2, "stride"), pair((2, 1), "stride")
    ((2, 2), (2, 1))
    """
    if type(value) is int:  # nearly every call
        return value, value
    if not isinstance(value, (tuple, list)):
        value = _integer(value, name)
        return value, value
    if len(value) != 2:
        raise ShapeError(f"{name} has {len(value)} entries: it must be an int or a pair (height, width)")
    return _integer(value[0], name), _integer(value[1], name)


def conv_problem(
    x_shape: Shape, w_shape: Shape, b_shape: Shape | None = None, *, stride: Pair = 1, pad: Pair = 0
) -> str | None:
    """Say why a convolution layer cannot work on these shapes, or None if it can.

    Slide: Convolutions on RGB Images

    Parameters
    ----------
    x_shape : (N, C, H, W)
    w_shape : (F, C, HH, WW)
    b_shape : (F,), optional
    stride, pad : int or (height, width)

    Returns
    -------
    str or None

    Examples
    --------
    >>> conv_problem((1, 4, 7, 7), (2, 3, 3, 3))
    'w has 3 channels but x has 4: the filter extends the full depth of the input'
    """
    if len(x_shape) != 4:
        return f"x has shape {tuple(x_shape)}: it must be (N, C, H, W)"
    if len(w_shape) != 4:
        return f"w has shape {tuple(w_shape)}: it must be (F, C, HH, WW)"
    _, channels, height, width = x_shape
    filters, depth, window_height, window_width = w_shape
    if 0 in x_shape or 0 in w_shape:
        return _empty(x=x_shape, w=w_shape)
    if depth != channels:
        return f"w has {depth} channels but x has {channels}: the filter extends the full depth of the input"
    if b_shape is not None and (len(b_shape) != 1 or b_shape[0] != filters):
        return f"b has shape {tuple(b_shape)} but w has {filters} filters: each filter has one bias"
    return _plane_problem("w", (height, width), (window_height, window_width), stride, pad)


def pool_problem(x_shape: Shape, window: Pair, *, stride: Pair | None = None) -> str | None:
    """Say why a pooling layer cannot work on this shape, or None if it can.

    Slide: Pooling Layer

    Parameters
    ----------
    x_shape : (N, C, H, W)
    window : int or (height, width)
    stride : int or (height, width), optional
        The window, if not given.

    Returns
    -------
    str or None

    Examples
    --------
    >>> pool_problem((1, 1, 4, 4), 5)
    'window is 5 high but x is only 4 high: the window must fit inside the input'
    """
    if len(x_shape) != 4:
        return f"x has shape {tuple(x_shape)}: it must be (N, C, H, W)"
    if 0 in x_shape:
        return _empty(x=x_shape)
    size = pair(window, "window")
    return _plane_problem("window", x_shape[2:], size, size if stride is None else stride, 0)


def window_problem(x_shape: Shape, window: Pair, *, stride: Pair = 1, pad: Pair = 0) -> str | None:
    """Say why windows cannot be cut out of images of this shape, or None if they can.

    Slide: Convolutions on RGB Images

    Parameters
    ----------
    x_shape : (N, C, H, W)
    window, stride, pad : int or (height, width)

    Returns
    -------
    str or None

    Examples
    --------
    >>> window_problem((1, 3, 4, 4), 2, stride=(1, 0))
    'stride is 0: a step must be at least 1'
    """
    if len(x_shape) != 4:
        return f"x has shape {tuple(x_shape)}: it must be (N, C, H, W)"
    if 0 in x_shape:
        return _empty(x=x_shape)
    return _plane_problem("window", x_shape[2:], pair(window, "window"), stride, pad)


def signal_problem(x_shape: Shape, k_shape: Shape, axes: int | None = None, *, boundary: str = "shrink") -> str | None:
    """Say why a kernel cannot slide over a signal or an image of this shape, or None if it can.

    Slide: What are Convolutions?

    Parameters
    ----------
    x_shape : (L,) or (H, W)
    k_shape : (K,) or (HH, WW)
    axes : 1 or 2, optional
        How many axes x must have; either, if not given.
    boundary : "shrink", "zero" or "full"

    Returns
    -------
    str or None

    Examples
    --------
    >>> signal_problem((10,), (4,), boundary="zero")
    'k is 4 long: zeros on both sides keep the size only if the kernel has a middle, so 4 must be odd'
    """
    if boundary not in BOUNDARIES:
        return f"boundary is {boundary!r}: it must be 'shrink', 'zero' or 'full'"
    if len(x_shape) != axes and (axes is not None or len(x_shape) not in (1, 2)):
        return f"x has shape {tuple(x_shape)}: it must be {_SIGNAL_SHAPES[axes]}"
    if len(k_shape) != len(x_shape):
        return f"k has shape {tuple(k_shape)} but x has shape {tuple(x_shape)}: both must have as many axes"
    if 0 in x_shape or 0 in k_shape:
        return _empty(x=x_shape, k=k_shape)
    for axis, length, window in zip(_EXTENTS[len(x_shape)], x_shape, k_shape, strict=True):
        if boundary == "zero" and window % 2 == 0:
            return (
                f"k is {window} {axis}: zeros on both sides keep the size only if the kernel has a middle, "
                f"so {window} must be odd"
            )
        if boundary == "shrink" and window > length:
            return f"k is {window} {axis} but x is only {length} {axis}: the kernel must fit inside the input"
    return None


def affine_problem(x_shape: Shape, w_shape: Shape, b_shape: Shape | None = None) -> str | None:
    """Say why a fully connected layer cannot work on these shapes, or None if it can.

    Slide: Problems using FC Layers on Images

    Parameters
    ----------
    x_shape : (N, ...)
        Everything after N is flattened to D numbers.
    w_shape : (D, M)
    b_shape : (M,), optional

    Returns
    -------
    str or None

    Examples
    --------
    >>> affine_problem((2, 3, 4), (10, 5))
    'w has 10 rows but each x has 12 numbers: every input number has one weight for each output'
    """
    if len(x_shape) < 2:
        return f"x has shape {tuple(x_shape)}: it must be (N, ...), at least two axes"
    if len(w_shape) != 2:
        return f"w has shape {tuple(w_shape)}: it must be (D, M)"
    if 0 in x_shape or 0 in w_shape:
        return _empty(x=x_shape, w=w_shape)
    inputs, outputs = w_shape
    if prod(x_shape[1:]) != inputs:
        return (
            f"w has {inputs} rows but each x has {prod(x_shape[1:])} numbers: "
            "every input number has one weight for each output"
        )
    if b_shape is not None and tuple(b_shape) != (outputs,):
        return f"b has shape {tuple(b_shape)} but w has {outputs} columns: each output has one bias"
    return None


def softmax_problem(scores_shape: Shape, labels_shape: Shape) -> str | None:
    """Say why a softmax loss cannot work on these shapes, or None if it can.

    Slide: Final Fully-Connected Layer

    Parameters
    ----------
    scores_shape : (N, M)
    labels_shape : (N,)

    Returns
    -------
    str or None

    Examples
    --------
    >>> softmax_problem((4, 10), (3,))
    'labels has shape (3,) but scores has 4 rows: each row of scores has one label'
    """
    if len(scores_shape) != 2:
        return f"scores has shape {tuple(scores_shape)}: it must be (N, M)"
    if 0 in scores_shape:
        return _empty(scores=scores_shape)
    if tuple(labels_shape) != (scores_shape[0],):
        return (
            f"labels has shape {tuple(labels_shape)} but scores has {scores_shape[0]} rows: "
            "each row of scores has one label"
        )
    return None


def gradient_problem(name: str, gradient_shape: Shape, shape: Shape) -> str | None:
    """Say why an array cannot be the gradient of the loss by the output, or None if it can.

    Slide: not on the slides, which have no backward pass

    Parameters
    ----------
    name : str
        What to call the gradient in the sentence.
    gradient_shape, shape : tuple of int
        The shape it has and the shape of the output.

    Returns
    -------
    str or None

    Examples
    --------
    >>> gradient_problem("dout", (1, 2, 3, 3), (1, 2, 5, 5))
    'dout has shape (1, 2, 3, 3) but the output has shape (1, 2, 5, 5): a gradient has the shape of its array'
    """
    if tuple(gradient_shape) == tuple(shape):
        return None
    return (
        f"{name} has shape {tuple(gradient_shape)} but the output has shape {tuple(shape)}: "
        "a gradient has the shape of its array"
    )


def axis_problem(name: str, axis: str, length: int, window: int, stride: int, pad: int) -> str | None:
    """Say why a window cannot slide along one axis, or None if it can.

    Slide: Convolution Layers: Dimensions

    Parameters
    ----------
    name, axis : str
        What to call the window, and its extent: "high", "wide" or "long".
    length, window, stride, pad : int

    Returns
    -------
    str or None

    Examples
    --------
    >>> axis_problem("w", "wide", 4, 7, 1, 1)
    'w is 7 wide but x is only 4 + 2 * 1 = 6 wide: the window must fit inside the input'
    """
    if length < 1:
        return f"x is {length} {axis}: it must be at least 1"
    if window < 1:
        return f"{name} is {window} {axis}: it must be at least 1"
    if stride < 1:
        return f"stride is {stride}: a step must be at least 1"
    if pad < 0:
        return f"pad is {pad}: there cannot be fewer than 0 zeros on a side"
    if window > length + 2 * pad:
        padded = f"{length} + 2 * {pad} = {length + 2 * pad}" if pad else f"{length}"
        return f"{name} is {window} {axis} but x is only {padded} {axis}: the window must fit inside the input"
    return None


def _plane_problem(name: str, size: Shape, window: Shape, stride: Pair, pad: Pair) -> str | None:
    stride_height, stride_width = pair(stride, "stride")
    pad_height, pad_width = pair(pad, "pad")
    return axis_problem(name, "high", size[0], window[0], stride_height, pad_height) or axis_problem(
        name, "wide", size[1], window[1], stride_width, pad_width
    )


def _empty(**shapes: Shape) -> str:
    name, shape = next((name, shape) for name, shape in shapes.items() if 0 in shape)
    return f"{name} has shape {tuple(shape)}: no extent may be 0"


def _integer(value: Any, name: str) -> int:
    try:
        if not isinstance(value, bool):
            return operator.index(value)
    except TypeError:
        pass
    raise TypeError(f"{name} is {value!r}: it must be an int or a pair of ints (height, width)")
