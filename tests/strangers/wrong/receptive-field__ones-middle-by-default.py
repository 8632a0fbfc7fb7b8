"""Round 3. Expected: gradient_of_ones loses points. Wrong: at = 0 counts as not given: the output in the middle
is taken instead (seen with three outputs and more).

Shows: gradient_of_ones([(1, 1)], 3, 0)  # right: [1.0, 0.0, 0.0]; here: [0.0, 1.0, 0.0]
"""

import numpy as np


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    at = at or (lengths[-1] - 1) // 2
    now = np.zeros(lengths[-1])
    now[at] = 1
    for (window, stride), before in list(zip(layers, lengths))[::-1]:
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
