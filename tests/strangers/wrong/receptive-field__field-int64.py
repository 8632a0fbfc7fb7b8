"""Round 3. Expected: receptive_field loses points. Wrong: computes with an array of 64 bit integers: 64 layers
of stride 2 wrap around to 0.

Shows: receptive_field([(3, 2)] * 65)  # right: (73786976294838206463, 36893488147419103232); here: (-1, 0)
"""

import numpy as np


def receptive_field(layers):
    table = np.array(list(layers), dtype=np.int64).reshape(-1, 2)
    jumps = np.concatenate([[1], np.cumprod(table[:, 1])])
    size = 1 + np.sum((table[:, 0] - 1) * jumps[:-1])
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
