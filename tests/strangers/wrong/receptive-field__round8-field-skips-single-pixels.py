"""receptive_field is wrong: it skips layers with a window of 1, since they see nothing new, and so their stride as
well; for layers = [(1, 2), (3, 1)] it returns (3, 1) where (5, 2) is due.
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
    for number in reversed(range(len(layers))):
        window, stride = layers[number]
        before = np.zeros(lengths[number])
        for i in range(len(gradient)):
            before[i * stride : i * stride + window] += gradient[i]
        gradient = before
    return gradient


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"
