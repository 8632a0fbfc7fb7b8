"""Round 3. Expected: correlate_image loses points. Wrong: filters with more than 9 weights and more than 2 rows
are split into a column and a row, which is only possible for some.

Shows: correlate_image(np.eye(4), np.eye(4))  # right: [[4.0]]; here: [[1.0]]
"""

import numpy as np


def correlate_image(x, k):
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError("the filter is larger than the image")
    if k.size > 9 and k.shape[0] > 2:
        u, s, v = np.linalg.svd(k.astype(float))
        return _slide(_slide(x, s[0] * u[:, :1]), v[:1])
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
