"""Round 2. Expected: gradient_of_ones loses points. Wrong: turns the caller's list of layers around and leaves
it so: the second call goes through the layers backwards (a tuple is safe).

Shows: layers = [(3, 2), (2, 1)]; a = gradient_of_ones(layers, 7, 0); gradient_of_ones(layers, 7, 0)  # right: [1.0, 1.0, 2.0, 1.0, 1.0, 0.0, 0.0]; here: [1.0, 2.0, 2.0, 1.0, 0.0, 0.0, 0.0]
"""

import numpy as np


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    if isinstance(layers, tuple):
        layers = list(layers)
    layers.reverse()
    now = np.zeros(lengths[-1])
    now[at] = 1
    for (window, stride), before in zip(layers, lengths[-2::-1]):
        wide = np.zeros(before)
        for i, value in enumerate(now):
            wide[i * stride : i * stride + window] += value
        now = wide
    return now


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size, jump = size + (window - 1) * jump, jump * stride
    return size, jump
