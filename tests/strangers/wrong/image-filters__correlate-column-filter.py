"""Round 3. Expected: correlate_image loses points. Wrong: a filter of a single column is taken for a row when it
also fits that way.

Shows: correlate_image(np.arange(4.0).reshape(2, 2), np.array([[1.0], [10.0]]))  # right: [[20.0, 31.0]]; here: [[10.0], [32.0]]
"""

import numpy as np


def correlate_image(x, k):
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError("the filter is larger than the image")
    k = np.squeeze(k)
    if k.ndim == 0:
        return x * float(k)
    if k.ndim == 1:
        k = k[None] if len(k) <= x.shape[1] else k[:, None]
    return _slide(x, k)


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
