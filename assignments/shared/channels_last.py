"""Arrays as deeplearning.ai has them: channels last, and the calls that its notebook makes."""

import dataclasses
from typing import TYPE_CHECKING

from grader.model import Call, Kept, Laid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]


def moved(value: object, *axes: int) -> Laid:
    """Return an array argument with its axes in another order."""
    assert isinstance(value, Laid)
    return Laid(value.array.transpose(axes), value.layout)


def channels_last(value: object) -> Laid:
    """Return images or maps as (image, row, column, channel)."""
    return moved(value, 0, 2, 3, 1)


def channels_first(array: "Array") -> "Array":
    """Return images or maps in our order of axes."""
    return array.transpose(0, 3, 1, 2) if array.ndim == 4 else array


def filters_first(array: "Array") -> "Array":
    """Return filters in our order of axes."""
    return array.transpose(3, 2, 0, 1) if array.ndim == 4 else array


def flat_biases(array: "Array") -> "Array":
    """Return biases (1, 1, 1, F) as (F,)."""
    return array.reshape(-1) if array.shape[:-1] == (1, 1, 1) else array


def backward_call(call: Call, function: str, *extra: str) -> Call:
    """Return a backward call: the gradient with its channels last, the kept cache, and what the course adds."""
    dout, cache = call.arguments
    assert isinstance(cache, Kept)
    names = ("dZ" if function == "conv_backward" else "dA", "cache", *(["mode"] if extra else []))
    return dataclasses.replace(call, function=function, arguments=(channels_last(dout), cache, *extra), names=names)
