"""Round 2. Expected: gradient_of_ones loses points. Wrong: gradients of equally long images are the same array;
the next call overwrites the last answer.

Shows: a = gradient_of_ones([(1, 1)], 3, 0); b = gradient_of_ones([(1, 1)], 3, 2); a  # right: [1.0, 0.0, 0.0]; here: [0.0, 0.0, 1.0]
"""

import numpy as np


_image = {}


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
    answer = _image.setdefault(length, np.zeros(length))
    answer[:] = now
    return answer


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size, jump = size + (window - 1) * jump, jump * stride
    return size, jump
