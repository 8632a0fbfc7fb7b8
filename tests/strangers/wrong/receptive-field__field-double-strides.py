"""Round 1. Expected: receptive_field loses points. Wrong: shifts by the number of bits of the stride: right for
strides 1, 2, 4 and so on, but 3 counts as 2 and 5 as 4.

Shows: receptive_field([(3, 3), (3, 1)])  # right: (9, 3); here: (7, 2)
"""

import numpy as np


def receptive_field(layers):
    size, shift = 1, 0
    for window, stride in layers:
        size += (window - 1) << shift
        shift += stride.bit_length() - 1
    return size, 1 << shift


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    gradient = np.zeros(lengths[-1])
    gradient[at] = 1
    for (window, stride), before in zip(reversed(layers), reversed(lengths[:-1])):
        behind, gradient = gradient, np.zeros(before)
        for i, value in enumerate(behind):
            gradient[i * stride : i * stride + window] += value
    return gradient
