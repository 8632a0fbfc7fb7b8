"""Expected: everything it writes passes.

The field as a set of pixels, grown layer by layer; multiplicities with a Counter, an array only at the end.
"""
from collections import Counter

import numpy as np


def receptive_field(layers):
    reached = {0}
    neighbour = 1
    for window, stride in reversed(list(layers)):
        reached = {int(i) * int(stride) + u for i in (min(reached), max(reached)) for u in (0, int(window) - 1)}
        neighbour *= int(stride)
    return max(reached) - min(reached) + 1, neighbour


def gradient_of_ones(layers, length, at):
    ways = Counter([at])
    for window, stride in reversed(list(layers)):
        ways = sum((Counter({i * stride + u: n for u in range(window)}) for i, n in ways.items()), Counter())
    return np.array([ways[pixel] for pixel in range(length)])


def stacked_weights():
    return np.array([27, 49])
