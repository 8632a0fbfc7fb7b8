"""Round 3. Expected: gradient_of_ones loses points. Wrong: pixels at the end that the first layer leaves over
are missing: the gradient is shorter than the image.

Shows: gradient_of_ones([(2, 3)], 7, 1)  # right: [0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0]; here: [0.0, 0.0, 0.0, 1.0, 1.0]
"""

import numpy as np


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    now = np.zeros(lengths[-1])
    now[at] = 1
    for n in reversed(range(len(layers))):
        window, stride = layers[n]
        wide = np.zeros(lengths[n] if n else (len(now) - 1) * stride + window)
        for u in range(window):
            wide[u : u + (len(now) - 1) * stride + 1 : stride] += now
        now = wide
    return now


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size, jump = size + (window - 1) * jump, jump * stride
    return size, jump
