"""Round 1. Expected: sharpen loses points. Wrong: pictures of uint8 are sharpened in uint8, where everything
below 0 and above 255 wraps around.

Shows: sharpen(np.array([[10, 20, 10], [20, 100, 20], [10, 20, 10]], np.uint8))  # right: [[420.0]]; here: [[164.0]]
"""

import numpy as np


def sharpen(x):
    return 5 * x[1:-1, 1:-1] - x[:-2, 1:-1] - x[2:, 1:-1] - x[1:-1, :-2] - x[1:-1, 2:]


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


def gaussian_blur(x):
    return _slide(x, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])) / 16


def find_filter(x, out):
    rows = [x[i : i + 3, j : j + 3].astype(float).ravel() for i in range(out.shape[0]) for j in range(out.shape[1])]
    return np.linalg.lstsq(np.array(rows), out.astype(float).ravel(), rcond=None)[0].reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    error = _slide(x, k) - target
    return k.astype(float) - rate * _slide(x, error)
