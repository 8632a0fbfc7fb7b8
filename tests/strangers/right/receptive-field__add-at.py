"""Expected: everything it writes passes.

np.add.at with an index table, np.repeat for the ones; results as np.int64 scalars; prints each layer.
"""
import numpy as np


def receptive_field(layers):
    table = np.array(layers, dtype=np.int64).reshape(-1, 2)
    jumps = np.cumprod(np.concatenate(([1], table[:, 1])))
    return 1 + np.sum((table[:, 0] - 1) * jumps[:-1]), jumps[-1]


def gradient_of_ones(layers, length, at):
    sizes = [length]
    for w, s in layers:
        sizes += [1 + (sizes[-1] - w) // s]
        print("layer", (w, s), "has", sizes[-1], "numbers")
    g = (np.arange(sizes[-1]) == at).astype(np.float64)
    for (w, s), n in zip(list(layers)[::-1], sizes[-2::-1]):
        index = np.add.outer(s * np.arange(len(g)), np.arange(w))
        below = np.zeros(n)
        np.add.at(below, index.ravel(), np.repeat(g, w))
        g = below
    return g
