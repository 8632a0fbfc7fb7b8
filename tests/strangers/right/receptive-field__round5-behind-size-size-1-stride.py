import math
import numpy as np


def connected_pixels():
    return 5 * 5


def stacked_weights():
    return (3 * 3 ** 2, 7 ** 2)


def stride_first():
    return "B"


def receptive_field(layers):
    layers = list(layers)
    size = 1
    for window, stride in layers[::-1]:
        size = (size - 1) * stride + window
    return size, math.prod(stride for _, stride in layers)


def gradient_of_ones(layers, length, at):
    layers = list(layers)
    gradient = np.zeros(length, dtype=np.int64)

    # in how many ways does each number of a layer reach the output: a dict from place to ways
    def down(depth, ways):
        if depth == 0:
            return ways
        window, stride = layers[depth - 1]
        below = {}
        for place, n in ways.items():
            for u in range(window):
                below[place * stride + u] = below.get(place * stride + u, 0) + n
        return down(depth - 1, below)

    for pixel, n in down(len(layers), {int(at): 1}).items():
        gradient[pixel] = n
    return gradient
