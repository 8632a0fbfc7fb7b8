"""Round 2. Expected: gradient_of_ones loses points. Wrong: keeps the start vector of each network and image;
asked for another output of the same network, the old one is still 1.

Shows: a = gradient_of_ones([(1, 1)], 3, 0); gradient_of_ones([(1, 1)], 3, 2)  # right: [0.0, 0.0, 1.0]; here: [1.0, 0.0, 1.0]
"""

import numpy as np


_starts = {}


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    key = (tuple(map(tuple, layers)), length)
    if key not in _starts:
        _starts[key] = np.zeros(lengths[-1])
    now = _starts[key]
    now[at] = 1
    for (window, stride), before in list(zip(layers, lengths))[::-1]:
        wide = np.zeros(before)
        for i, value in enumerate(now):
            wide[i * stride : i * stride + window] += value
        now = wide
    return now.copy()


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size, jump = size + (window - 1) * jump, jump * stride
    return size, jump
