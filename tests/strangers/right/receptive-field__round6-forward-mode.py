import functools

import numpy as np


def receptive_field(layers):
    return functools.reduce(lambda state, layer: (state[0] + (layer[0] - 1) * state[1], state[1] * layer[1]), layers, (1, 1))


def gradient_of_ones(layers, length, at):
    """Carry along, for every number, how often it uses each pixel."""
    counts = [{i: 1} for i in range(length)]
    for window, stride in layers:
        behind = []
        start = 0
        while start + window <= len(counts):
            total = {}
            for one in counts[start:start + window]:
                for pixel, times in one.items():
                    total[pixel] = total.get(pixel, 0) + times
            behind.append(total)
            start += stride
        counts = behind
    gradient = np.zeros(length)
    for pixel, times in counts[at].items():
        gradient[pixel] = times
    return gradient


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"
