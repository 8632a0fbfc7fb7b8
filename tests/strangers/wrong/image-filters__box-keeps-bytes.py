"""Round 1. Expected: box_mean loses points. Wrong: a picture of uint8 gives a picture of uint8: the mean loses
its fraction.

Shows: box_mean(np.array([[1, 1, 1], [1, 1, 1], [1, 1, 6]], np.uint8))  # right: [[1.555555556]]; here: [[1.0]]
"""

import numpy as np


def box_mean(x):
    total = np.zeros((x.shape[0] - 2, x.shape[1] - 2))
    for u in range(3):
        for v in range(3):
            total += x[u : u + total.shape[0], v : v + total.shape[1]]
    return (total / 9).astype(x.dtype) if x.dtype == np.uint8 else total / 9


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
