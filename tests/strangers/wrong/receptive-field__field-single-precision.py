"""Round 1. Expected: receptive_field loses points. Wrong: adds up in single precision: fields above 16777216
pixels lose their last digits.

Shows: receptive_field([(3, 2)] * 26)  # right: (134217727, 67108864); here: (134217728, 67108864)
"""

import numpy as np


def receptive_field(layers):
    windows = np.array([window for window, _ in layers], dtype=np.float32)
    jumps = np.cumprod(np.array([1] + [stride for _, stride in layers], dtype=np.float64))
    size = np.float32(1)
    for window, jump in zip(windows, jumps):
        size = size + (window - np.float32(1)) * np.float32(jump)
    return int(size), int(jumps[-1])


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
