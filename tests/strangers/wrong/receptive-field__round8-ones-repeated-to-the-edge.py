"""gradient_of_ones is wrong: where windows tile it repeats the gradient, and fills what is left over with the last
number instead of 0; for layers = [(2, 2)], length = 5, at = 1 it gives 0 0 1 1 1 where 0 0 1 1 0 is due.
"""

import numpy as np


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
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
        if window == stride:  # each number goes to a stretch of its own
            gradient = gradient.repeat(stride)
            gradient = np.pad(gradient, (0, lengths[number] - len(gradient)), mode="edge")
        else:
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
