"""Round 2. Expected: receptive_field loses points. Wrong: starts from the first layer's window, so a stack of no
layers raises IndexError instead of a field of 1 and a jump of 1.

Shows: receptive_field([])  # right: (1, 1); here: raises IndexError
"""

import numpy as np


def receptive_field(layers):
    size, jump = layers[0]
    for window, stride in layers[1:]:
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
