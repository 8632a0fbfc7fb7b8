"""What a layer's sizes add up to: its weights, and what its outputs see of the input.

In: ints, and pairs of them.  Out: Python's ints, which do not overflow. Needs no arrays, so no numpy.
`convref.shapes` has these names too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .problems import stride_problem
from .sizes import Pair, ShapeError, integers, pair


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
    inputs, outputs = _at_least_one(inputs=inputs, outputs=outputs)
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
    filters, channels, _ = _at_least_one(filters=filters, channels=channels, window=min(height, width))
    if layout == "out-in":
        return filters, channels, height, width
    if layout == "in-out":
        return channels, filters, height, width
    raise ShapeError(f"layout is {layout!r}: it must be 'out-in' or 'in-out'")


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
        If a window or stride is less than 1, or a layer is not a pair.
    TypeError
        If layers is not a sequence, or a window or stride is not an int.

    Examples
    --------
    >>> receptive_field([(3, 1), (3, 1)])
    ReceptiveField(size=(5, 5), jump=(1, 1), pixels=25)
    """
    size, jump = [1, 1], [1, 1]
    if not isinstance(layers, Iterable):
        raise TypeError(f"layers is {layers!r}: it must be a sequence of pairs (window, stride)")
    for layer in layers:
        if not isinstance(layer, (tuple, list)) or len(layer) != 2:
            raise ShapeError(f"layers has the entry {layer!r}: each must be a pair (window, stride)")
        window, stride = layer
        windows, strides = pair(window, "window"), pair(stride, "stride")
        _at_least_one(window=min(windows))
        for step in strides:
            if problem := stride_problem(step):
                raise ShapeError(problem)
        for axis in (0, 1):
            size[axis] += (windows[axis] - 1) * jump[axis]
            jump[axis] *= strides[axis]
    return ReceptiveField((size[0], size[1]), (jump[0], jump[1]), size[0] * size[1])


def _at_least_one(**numbers: int) -> list[int]:
    whole = integers(**numbers)
    for name, number in zip(numbers, whole, strict=True):
        if number < 1:
            raise ShapeError(f"{name} is {number}: it must be at least 1")
    return whole
