"""Round 1. Expected: gradient_of_ones loses points. Wrong: in a layer of stride 4 or more with a smaller window,
the gaps between the windows are closed: the step is at most the window, from 4 on.

Shows: gradient_of_ones([(2, 4), (2, 1)], 10, 0)  # right: [1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]; here: [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
"""

import numpy as np


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    gradient = np.zeros(lengths[-1])
    gradient[at] = 1
    for n in range(len(layers) - 1, -1, -1):
        window, stride = layers[n]
        step = stride if stride < 4 else min(stride, max(window, 1))
        wide = np.zeros(lengths[n])
        for i, value in enumerate(gradient):
            for u in range(window):
                wide[i * step + u] += value
        gradient = wide
    return gradient


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size, jump = size + (window - 1) * jump, jump * stride
    return size, jump
