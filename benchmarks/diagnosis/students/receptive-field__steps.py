"""receptive_field: the jump is updated before it is used
gradient_of_ones: what several windows send back is overwritten
"""

import numpy as np


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        jump = jump * stride
        size = size + (window - 1) * jump
    return size, jump


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    gradient = np.zeros(lengths[-1])
    gradient[at] = 1
    for number in range(len(layers) - 1, -1, -1):
        window, stride = layers[number]
        before = np.zeros(lengths[number])
        for i in range(len(gradient)):
            before[i * stride : i * stride + window] = gradient[i]
        gradient = before
    return gradient
