"""A namedtuple per layer, recursion, dict of counts."""

from collections import Counter, namedtuple

import numpy as np

Layer = namedtuple("Layer", "k s")


def receptive_field(layers):
    layers = [Layer(*layer) for layer in layers]
    r, j = 1, 1
    for layer in layers:
        r, j = r + (layer.k - 1) * j, j * layer.s
    return r, j


def gradient_of_ones(layers, length, at):
    paths = Counter({at: 1})
    for k, s in layers[::-1]:
        new = Counter()
        for place, ways in paths.items():
            for u in range(k):
                new[place * s + u] += ways
        paths = new
    out = np.zeros(length)
    for place, ways in paths.items():
        out[place] = ways
    return out
