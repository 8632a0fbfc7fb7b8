"""Round 1. Expected: correlate_image loses points. Wrong: the output has the type of the image, so a filter of
fractions on whole pixels gives whole numbers.

Shows: correlate_image(np.arange(9).reshape(3, 3), np.full((2, 2), 0.3))  # right: [[2.4, 3.6], [6.0, 7.2]]; here: [[2.0, 3.0], [6.0, 7.0]]
"""

import numpy as np


def correlate_image(x, k):
    h, w = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    if h < 1 or w < 1:
        raise ValueError("the filter is larger than the image")
    out = np.zeros((h, w), dtype=np.float64 if x.dtype.kind == "f" else np.int64)
    for i in range(h):
        for j in range(w):
            out[i, j] = np.sum(x[i : i + k.shape[0], j : j + k.shape[1]].astype(float) * k.astype(float))
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
