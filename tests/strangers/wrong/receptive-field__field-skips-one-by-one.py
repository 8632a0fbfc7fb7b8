"""Round 3. Expected: receptive_field loses points. Wrong: layers with a window of 1 are left out with their
stride.

Shows: receptive_field([(1, 2), (3, 1)])  # right: (5, 2); here: (3, 1)
"""

import numpy as np


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        if window == 1:
            continue
        size += (window - 1) * jump
        jump *= stride
    return size, jump


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
