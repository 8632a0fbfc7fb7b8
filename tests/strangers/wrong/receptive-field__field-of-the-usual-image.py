"""Round 3. Expected: receptive_field loses points. Wrong: the size is at most 224, the side of the usual image.

Shows: receptive_field([(3, 2)] * 8)  # right: (511, 256); here: (224, 256)
"""

import numpy as np


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size = min(size + (window - 1) * jump, 224)
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
