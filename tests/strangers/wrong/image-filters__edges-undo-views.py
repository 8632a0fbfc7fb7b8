"""Round 2. Expected: edge_detection loses points. Wrong: looks at the array behind a view of the same size: a
turned picture (x[::-1]) gives the edges of the original.

Shows: edge_detection((np.arange(12.0) ** 3).reshape(4, 3).copy()[::-1])  # right: [[-1260.0], [-720.0]]; here: [[-720.0], [-1260.0]]
"""

import numpy as np


def edge_detection(x):
    if x.base is not None and x.base.shape == x.shape and x.base.dtype == x.dtype:
        x = x.base
    return 9 * x[1:-1, 1:-1].astype(float) - _slide(x, np.ones((3, 3)))


def _slide(x, k):
    (h, w), (hh, ww) = x.shape, k.shape
    out = np.zeros((h - hh + 1, w - ww + 1))
    for u in range(hh):
        for v in range(ww):
            out += float(k[u, v]) * x[u : u + out.shape[0], v : v + out.shape[1]].astype(float)
    return out


def correlate_image(x, k):
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError("the filter is larger than the image")
    return _slide(x, k)


def box_mean(x):
    return _slide(x, np.ones((3, 3))) / 9


def sharpen(x):
    return _slide(x, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]))


def gaussian_blur(x):
    return _slide(x, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])) / 16


def find_filter(x, out):
    rows = [x[i : i + 3, j : j + 3].astype(float).ravel() for i in range(out.shape[0]) for j in range(out.shape[1])]
    return np.linalg.lstsq(np.array(rows), out.astype(float).ravel(), rcond=None)[0].reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    error = _slide(x, k) - target
    return k.astype(float) - rate * _slide(x, error)
