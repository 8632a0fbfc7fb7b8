"""Round 2. Expected: receptive_field loses points. Wrong: remembers answers by the layers without their order: a
second network of the same layers in another order gets the first answer.

Shows: a = receptive_field([(3, 2), (5, 1)]); receptive_field([(5, 1), (3, 2)])  # right: (7, 2); here: (11, 2)
"""

import numpy as np


_known = {}


def receptive_field(layers):
    key = tuple(sorted(map(tuple, layers)))
    if key not in _known:
        size, jump = 1, 1
        for window, stride in layers:
            size, jump = size + (window - 1) * jump, jump * stride
        _known[key] = size, jump
    return _known[key]


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    gradient = np.zeros(lengths[-1])
    gradient[at] = 1
    for (window, stride), before in zip(reversed(layers), reversed(lengths[:-1])):
        behind, gradient = gradient, np.zeros(before)
        for i, value in enumerate(behind):
            gradient[i * stride : i * stride + window] += value
    return gradient
