"""Expected: everything it writes passes.

Box mean by a summed area table, edge detection from it; cumsum along both axes.
"""
import numpy as np


def _sums(x):
    table = np.zeros((x.shape[0] + 1, x.shape[1] + 1))
    table[1:, 1:] = x.cumsum(axis=0, dtype=float).cumsum(axis=1)
    return table[3:, 3:] - table[:-3, 3:] - table[3:, :-3] + table[:-3, :-3]


def box_mean(x):
    return _sums(x) / 9.0


def edge_detection(x):
    return 9.0 * x[1:-1, 1:-1] - _sums(x)


def gaussian_blur(x):
    # two boxes of 2 x 2, one after the other
    x = x.astype(float)
    for _ in range(2):
        x = (x[1:, 1:] + x[1:, :-1] + x[:-1, 1:] + x[:-1, :-1]) / 4
    return x


def edges_of_nothing():
    return np.int64(0)
