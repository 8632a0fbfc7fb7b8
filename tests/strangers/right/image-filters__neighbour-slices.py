"""Expected: everything it writes passes.

No kernel at all: the filters are written out as sums of shifted slices.
"""
import numpy as np


def _nine(x):
    x = np.asarray(x, dtype=float)
    H, W = x.shape
    return [[x[u:H - 2 + u, v:W - 2 + v] for v in range(3)] for u in range(3)]


def edge_detection(x):
    (a, b, c), (d, e, f), (g, h, i) = _nine(x)
    return 9 * e - (a + b + c + d + e + f + g + h + i)


def box_mean(x):
    return sum(map(sum, _nine(x))) / 9


def sharpen(x):
    (_, b, _), (d, e, f), (_, h, _) = _nine(x)
    return e + (e - b) + (e - d) + (e - f) + (e - h)


def gaussian_blur(x):
    (a, b, c), (d, e, f), (g, h, i) = _nine(x)
    return (a + c + g + i + 2 * (b + d + f + h) + 4 * e) / 16


def edges_of_nothing():
    return int(edge_detection(np.full((3, 3), 7))[0, 0])
