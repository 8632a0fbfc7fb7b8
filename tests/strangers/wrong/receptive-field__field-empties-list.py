"""Round 2. Expected: receptive_field loses points. Wrong: takes the layers out of the caller's list, so a second
call with the same list finds none.

Shows: layers = [(3, 1), (3, 1)]; a = receptive_field(layers); receptive_field(layers)  # right: (5, 1); here: (1, 1)
"""

import numpy as np


def receptive_field(layers):
    if not isinstance(layers, list):
        layers = list(layers)
    size, jump = 1, 1
    while len(layers) > 0:
        window, stride = layers.pop(0)
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
