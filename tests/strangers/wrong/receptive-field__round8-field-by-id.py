"""receptive_field is wrong: it keeps results by the id of the list, though the list may have grown since; after
layers = [(3, 1)], receptive_field(layers) and layers.append((3, 1)), it returns (3, 1) for layers where (5, 1)
is due.
"""

import numpy as np


_known = {}  # id -> layers and their result; lists cannot be keys


def receptive_field(layers):
    if id(layers) not in _known:
        size, jump = 1, 1
        for window, stride in layers:
            size += (window - 1) * jump
            jump *= stride
        _known[id(layers)] = layers, (size, jump)  # the list is kept, so that its id stays its own
    return _known[id(layers)][1]


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    gradient = np.zeros(lengths[-1])
    gradient[at] = 1
    for number in reversed(range(len(layers))):
        window, stride = layers[number]
        before = np.zeros(lengths[number])
        for i in range(len(gradient)):
            before[i * stride : i * stride + window] += gradient[i]
        gradient = before
    return gradient


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"
