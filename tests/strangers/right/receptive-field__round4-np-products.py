"""Right work of a fourth round, written without sight of the cases: np products. Expected: everything."""

import numpy as np


def gradient_of_ones(layers, length, at):
    sizes = [length]
    for window, stride in layers:
        sizes.append((sizes[-1] - window) // stride + 1)
    g = np.zeros(sizes[-1])
    g[at] = 1
    for (window, stride), size in zip(layers[::-1], sizes[-2::-1]):
        below = np.zeros(size)
        for i, d in enumerate(g):
            below[i * stride:i * stride + window] += d
        g = below
    return g


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"


def receptive_field(layers):
    l = np.array(list(layers), dtype=int).reshape(-1, 2)
    jumps = np.concatenate([[1], np.cumprod(l[:, 1])])
    return 1 + np.sum((l[:, 0] - 1) * jumps[:-1]), jumps[-1]
