"""Round 1. Expected: receptive_field loses points. Wrong: counts in 32 bits: behind 31 layers of stride 2 the
jump wraps around.

Shows: receptive_field([(2, 2)] * 33)  # right: (8589934592, 8589934592); here: (0, 0)
"""

import numpy as np


def receptive_field(layers):
    size, jump = np.array([1], np.int32), np.array([1], np.int32)
    for window, stride in layers:
        size = size + np.int32(window - 1) * jump
        jump = jump * np.int32(stride)
    return int(size[0]), int(jump[0])


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
