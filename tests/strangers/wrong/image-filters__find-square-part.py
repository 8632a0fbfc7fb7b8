"""Round 3. Expected: find_filter loses points. Wrong: looks at the square part of the picture only: long, low
pictures do not have enough equations there.

Shows: x = np.random.default_rng(1).integers(-9, 10, (4, 20)); find_filter(x, x[1:-1, 1:-1])  # right: [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]; here: [[-0.114307628, -0.053112096, 0.373531324], [-0.180259078, 0.696962145, 0.141441711], [-0.005890086, 0.041464663, 0.039243223]]
"""

import numpy as np


def find_filter(x, out):
    side = min(out.shape)
    rows = [x[i : i + 3, j : j + 3].astype(float).ravel() for i in range(side) for j in range(side)]
    return np.linalg.lstsq(np.array(rows), out[:side, :side].astype(float).ravel(), rcond=None)[0].reshape(3, 3)


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
