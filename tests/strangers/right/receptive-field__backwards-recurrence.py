"""Expected: everything it writes passes.

The field from the last layer to the first, size -> (size - 1) * stride + window; math.prod for the jump.
"""
import math

import numpy as np


def receptive_field(layers):
    size = 1
    for window, stride in reversed(list(layers)):
        size = (size - 1) * stride + window
    return size, math.prod(stride for _, stride in layers)


def gradient_of_ones(layers, length, at):
    """Only the pixels that can be reached are kept: a window of numbers that moves and grows."""
    first, values = at, np.array([1.0])
    for window, stride in reversed(list(layers)):
        spread = np.zeros((len(values) - 1) * stride + window)
        for i, v in enumerate(values):
            spread[i * stride:i * stride + window] += v
        first, values = first * stride, spread
    out = np.zeros(length)
    out[first:first + len(values)] = values
    return out


def connected_pixels():
    size, _ = receptive_field([(3, 1), (3, 1)])
    return size ** 2


def stride_first():
    last, first = receptive_field([(3, 1), (3, 2)])[0], receptive_field([(3, 2), (3, 1)])[0]
    return "A" if last > first else "B" if first > last else "C"
