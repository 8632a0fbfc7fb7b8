"""Round 3. Expected: find_filter loses points. Wrong: singular values below a thousandth of the largest are
dropped: pictures with a large even grey and little contrast are not solved.

Shows: x = 10000 + np.random.default_rng(2).integers(-9, 10, (8, 8)); find_filter(x, x[1:-1, 1:-1])  # right: [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]; here: [[0.111117933, 0.111111761, 0.111105899], [0.11112472, 0.111118239, 0.111115462], [0.111118549, 0.11110744, 0.111112071]]
"""

import numpy as np


def find_filter(x, out):
    views = np.lib.stride_tricks.sliding_window_view(x.astype(float), (3, 3))
    return np.linalg.lstsq(views.reshape(-1, 9), out.astype(float).ravel(), rcond=1e-3)[0].reshape(3, 3)


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


def learn_filter_step(x, target, k, rate):
    error = _slide(x, k) - target
    return k.astype(float) - rate * _slide(x, error)
