"""Right work of a fourth round, written without sight of the cases: backwards recursion. Expected: everything."""

import numpy as np


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"


def receptive_field(layers):
    n = 1
    for window, stride in reversed(list(layers)):
        n = (n - 1) * stride + window
    jump = 1
    for _, s in layers: jump *= s
    return [n, jump]
def gradient_of_ones(layers, length, at):
    if len(layers) == 0:
        e = np.zeros(length); e[at] = 1.0
        return e
    window, stride = layers[0]
    up = gradient_of_ones(layers[1:], (length - window) // stride + 1, at)
    g = np.zeros(length)
    for i in range(len(up)):
        for u in range(window):
            g[i * stride + u] += up[i]
    return g
