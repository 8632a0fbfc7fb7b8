"""receptive_field is wrong: it multiplies the strides with np.prod, whose 64 bits overflow; for layers = [(1, 2)]
* 64 it returns (1, 0) where (1, 2**64) is due.
"""

import numpy as np


def receptive_field(layers):
    windows = [window for window, _ in layers]
    strides = [stride for _, stride in layers]
    size = 1 + sum((window - 1) * int(np.prod(strides[:n])) for n, window in enumerate(windows))
    return size, int(np.prod(strides))


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
