"""Round 3. Expected: gradient_of_ones loses points. Wrong: pixels between the first and the last one that reach
the output get at least 1: strides above the window leave no holes.

Shows: gradient_of_ones([(1, 2), (2, 1)], 3, 0)  # right: [1.0, 0.0, 1.0]; here: [1.0, 1.0, 1.0]
"""

import numpy as np


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    now = np.zeros(lengths[-1])
    now[at] = 1
    for (window, stride), before in list(zip(layers, lengths))[::-1]:
        wide = np.zeros(before)
        for i, value in enumerate(now):
            wide[i * stride : i * stride + window] += value
        now = wide
    seen = np.flatnonzero(now)
    field = now[seen[0] : seen[-1] + 1]
    field[field == 0] = 1
    return now


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size, jump = size + (window - 1) * jump, jump * stride
    return size, jump
