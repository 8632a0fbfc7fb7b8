"""Round 1. Expected: learn_filter_step loses points. Wrong: the new filter is stored in an array like k: a
filter of integers stays one of integers.

Shows: learn_filter_step(np.array([[3]]), np.array([[5]]), np.array([[2]]), 1 / 64)  # right: [[1.953125]]; here: [[1.0]]
"""

import numpy as np


def learn_filter_step(x, target, k, rate):
    error = _slide(x, k) - target
    k_new = np.empty_like(k)
    for u in range(k.shape[0]):
        for v in range(k.shape[1]):
            part = x[u : u + error.shape[0], v : v + error.shape[1]].astype(float)
            k_new[u, v] = float(k[u, v]) - rate * np.sum(error * part)
    return k_new


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
