"""Which arguments are legal: one predicate for each family of operations.

In: shapes and options.  Out: None if they are legal, else the sentence that says why not. The
kernels raise that sentence as a `ShapeError`, and whatever draws test cases asks the same predicate.
A type that is not asked for at all (a stride of 1.5) is a TypeError at once, not a sentence.
"""

from __future__ import annotations

from math import prod

from .sizes import Pair, Shape, ShapeError, extents, integers, pair

__all__ = [
    "BOUNDARIES",
    "LARGEST_STEP",
    "Pair",
    "Shape",
    "ShapeError",
    "affine_problem",
    "axis_problem",
    "boundary_problem",
    "conv_problem",
    "gradient_problem",
    "pair",
    "pool_problem",
    "signal_problem",
    "softmax_problem",
    "stride_problem",
    "window_problem",
]

LARGEST_STEP = 2**31 - 1  # of a stride or a pad, in pixels: sizes computed from them then fit into 64 bits
BOUNDARIES = ("shrink", "zero", "full")
_SIGNAL_SHAPES = {1: "(L,)", 2: "(H, W)", None: "(L,) or (H, W)"}
_EXTENTS = {1: ("long",), 2: ("high", "wide")}


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
    x_shape, w_shape = extents(x_shape=x_shape, w_shape=w_shape)
    if len(x_shape) != 4:
        return f"x has shape {x_shape}: it must be (N, C, H, W)"
    if len(w_shape) != 4:
        return f"w has shape {w_shape}: it must be (F, C, HH, WW)"
    if empty := _empty(x=x_shape, w=w_shape):
        return empty
    _, channels, height, width = x_shape
    filters, depth, window_height, window_width = w_shape
    if depth != channels:
        own = "1 channel" if depth == 1 else f"{depth} channels"
        return f"w has {own} but x has {channels}: the filter extends the full depth of the input"
    if b_shape is not None and extents(b_shape=b_shape) != [(filters,)]:
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
    (x_shape,) = extents(x_shape=x_shape)
    step = window if stride is None else stride
    return _image_problem(x_shape) or _plane_problem("window", x_shape[2:], window, step, 0)


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
    (x_shape,) = extents(x_shape=x_shape)
    return _image_problem(x_shape) or _plane_problem("window", x_shape[2:], window, stride, pad)


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
    x_shape, k_shape = extents(x_shape=x_shape, k_shape=k_shape)
    if problem := boundary_problem(boundary):
        return problem
    if len(x_shape) != axes and (axes is not None or len(x_shape) not in (1, 2)):
        return f"x has shape {x_shape}: it must be {_SIGNAL_SHAPES[axes]}"
    if len(k_shape) != len(x_shape):
        return f"k has shape {k_shape} but x has shape {x_shape}: both must have as many axes"
    if empty := _empty(x=x_shape, k=k_shape):
        return empty
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
    x_shape, w_shape = extents(x_shape=x_shape, w_shape=w_shape)
    if len(x_shape) < 2:
        return f"x has shape {x_shape}: it must be (N, ...), at least two axes"
    if len(w_shape) != 2:
        return f"w has shape {w_shape}: it must be (D, M)"
    if empty := _empty(x=x_shape, w=w_shape):
        return empty
    inputs, outputs = w_shape
    if prod(x_shape[1:]) != inputs:
        return (
            f"w has {inputs} rows but each x has {prod(x_shape[1:])} numbers: "
            "every input number has one weight for each output"
        )
    if b_shape is not None and extents(b_shape=b_shape) != [(outputs,)]:
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
    scores_shape, labels_shape = extents(scores_shape=scores_shape, labels_shape=labels_shape)
    if len(scores_shape) != 2:
        return f"scores has shape {scores_shape}: it must be (N, M)"
    if empty := _empty(scores=scores_shape):
        return empty
    if labels_shape != (scores_shape[0],):
        return (
            f"labels has shape {labels_shape} but scores has {scores_shape[0]} rows: each row of scores has one label"
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
    gradient_shape, shape = extents(gradient_shape=gradient_shape, shape=shape)
    if gradient_shape == shape:
        return None
    return f"{name} has shape {gradient_shape} but the output has shape {shape}: a gradient has the shape of its array"


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
    return _axis_problem(name, axis, *integers(length=length, window=window, stride=stride, pad=pad))


def _axis_problem(name: str, axis: str, length: int, window: int, stride: int, pad: int) -> str | None:
    if length < 1:
        return f"x is {length} {axis}: it must be at least 1"
    if window < 1:
        return f"{name} is {window} {axis}: it must be at least 1"
    if problem := stride_problem(stride):
        return problem
    if pad < 0:
        return f"pad is {pad}: there cannot be fewer than 0 zeros on a side"
    if pad > LARGEST_STEP:
        return f"pad is {pad}: there can be at most {LARGEST_STEP} zeros on a side"
    if window > length + 2 * pad:
        padded = f"{length} + 2 * {pad} = {length + 2 * pad}" if pad else f"{length}"
        return f"{name} is {window} {axis} but x is only {padded} {axis}: the window must fit inside the input"
    return None


def stride_problem(stride: int) -> str | None:
    """Say why a stride is illegal, whatever it slides over, or None if it is legal.

    Slide: Convolution Layers: Stride

    Parameters
    ----------
    stride : int

    Returns
    -------
    str or None

    Examples
    --------
    >>> stride_problem(0)
    'stride is 0: a step must be at least 1'
    """
    if stride < 1:
        return f"stride is {stride}: a step must be at least 1"
    return f"stride is {stride}: a step must be at most {LARGEST_STEP}" if stride > LARGEST_STEP else None


def boundary_problem(boundary: str) -> str | None:
    """Say why a boundary is illegal, or None if it is legal.

    Slide: What are Convolutions?

    Parameters
    ----------
    boundary : "shrink", "zero" or "full"

    Returns
    -------
    str or None

    Examples
    --------
    >>> boundary_problem("same")
    "boundary is 'same': it must be 'shrink', 'zero' or 'full'"
    """
    if isinstance(boundary, str) and boundary in BOUNDARIES:
        return None
    return f"boundary is {boundary!r}: it must be 'shrink', 'zero' or 'full'"


def _plane_problem(name: str, size: Shape, window: Pair, stride: Pair, pad: Pair) -> str | None:
    windows, strides, pads = pair(window, name), pair(stride, "stride"), pair(pad, "pad")
    return _axis_problem(name, "high", size[0], windows[0], strides[0], pads[0]) or _axis_problem(
        name, "wide", size[1], windows[1], strides[1], pads[1]
    )


def _image_problem(x_shape: Shape) -> str | None:
    if len(x_shape) != 4:
        return f"x has shape {x_shape}: it must be (N, C, H, W)"
    return _empty(x=x_shape)


def _empty(**shapes: Shape) -> str | None:
    for name, shape in shapes.items():
        if min(shape, default=1) < 1:
            return f"{name} has shape {shape}: no extent may be {'0' if 0 in shape else 'negative'}"
    return None
