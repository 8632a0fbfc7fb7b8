"""Expected: everything it writes passes.

The picture is f and the filter is g, as in a book of mathematics; what is turned by 180 degrees is turned back.
"""

import numpy as np


def flipped(g):
    return g[::-1, ::-1]


def convolution_of(f, g):
    padded = np.pad(f, [(n - 1, n - 1) for n in g.shape])
    windows = np.lib.stride_tricks.sliding_window_view(padded, g.shape)
    return (windows * flipped(g)).sum((2, 3))


def cross_correlation(f, g):
    whole = convolution_of(f, flipped(g))
    down, right = g.shape[0] - 1, g.shape[1] - 1
    return whole[down : f.shape[0], right : f.shape[1]]
