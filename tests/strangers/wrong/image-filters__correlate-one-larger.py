"""Round 2. Expected: correlate_image loses points. Wrong: a filter one row or one column larger than the image
gives an empty picture instead of ValueError.

Shows: correlate_image(np.ones((2, 4)), np.ones((3, 3)))  # right: raises ValueError; here: []
"""

import numpy as np


def correlate_image(x, k):
    out = np.zeros(np.subtract(x.shape, k.shape) + 1)
    for u, v in np.ndindex(*k.shape):
        out += float(k[u, v]) * x[u:, v:][: out.shape[0], : out.shape[1]]
    return out


def _slide(x, k):
    (h, w), (hh, ww) = x.shape, k.shape
    out = np.zeros((h - hh + 1, w - ww + 1))
    for u in range(hh):
        for v in range(ww):
            out += float(k[u, v]) * x[u : u + out.shape[0], v : v + out.shape[1]].astype(float)
    return out


def edge_detection(x):
    return _slide(x, np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]))


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
