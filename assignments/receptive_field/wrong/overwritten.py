"""A pixel belongs to one window.

Fails: gradient_of_ones.values
"""

import numpy as np


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    gradient = np.zeros(lengths[-1])
    gradient[at] = 1
    for (window, stride), size in zip(reversed(layers), reversed(lengths[:-1])):
        before = np.zeros(size)
        for i in range(len(gradient)):
            before[i * stride : i * stride + window] = gradient[i]
        gradient = before
    return gradient
