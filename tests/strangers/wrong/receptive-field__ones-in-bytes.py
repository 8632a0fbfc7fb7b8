"""Round 1. Expected: gradient_of_ones loses points. Wrong: counts in bytes: a pixel that reaches the output in
more than 255 ways wraps around.

Shows: gradient_of_ones([(3, 1)] * 7, 15, 0)  # right: [1.0, 7.0, 28.0, 77.0, 161.0, 266.0, 357.0, 393.0, 357.0, 266.0, 161.0, 77.0, 28.0, 7.0, 1.0]; here: [1.0, 7.0, 28.0, 77.0, 161.0, 10.0, 101.0, 137.0, 101.0, 10.0, 161.0, 77.0, 28.0, 7.0, 1.0]
"""

import numpy as np


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    now = np.zeros(lengths.pop(), dtype=np.uint8)
    now[at] = 1
    for window, stride in list(layers)[::-1]:
        before = np.zeros(lengths.pop(), dtype=np.uint8)
        for u in range(window):
            before[u : u + stride * (len(now) - 1) + 1 : stride] += now
        now = before
    return now


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size, jump = size + (window - 1) * jump, jump * stride
    return size, jump
