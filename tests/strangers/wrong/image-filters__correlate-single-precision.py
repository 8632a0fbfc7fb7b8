"""Round 1. Expected: correlate_image loses points. Wrong: adds up in single precision when the picture holds
integers: large products that cancel take small ones along.

Shows: correlate_image(np.array([[90000000, 1, 90000000]]), np.array([[1, 1, -1]]))  # right: [[1.0]]; here: [[0.0]]
"""

import numpy as np


def correlate_image(x, k):
    h, w = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    if h < 1 or w < 1:
        raise ValueError("the filter is larger than the image")
    kind = np.float32 if x.dtype.kind in "iu" and np.abs(k).max() == 1 else float
    out = np.zeros((h, w), kind)
    for u, v in np.ndindex(*k.shape):
        out += x[u : u + h, v : v + w].astype(kind) * kind(k[u, v])
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
