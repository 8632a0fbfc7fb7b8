"""Round 2. Expected: find_filter loses points. Wrong: keeps the equations of the last picture and takes them for
the next one of the same shape and sum, for example its mirror image.

Shows: x = np.random.default_rng(3).integers(-9, 10, (8, 8)); a = find_filter(x, x[1:-1, 1:-1]); m = x[:, ::-1]; find_filter(m, m[1:-1, :-2])  # right: [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]; here: [[0.012287792, 0.023998582, -0.130592592], [0.21403431, 0.243730717, 0.009928472], [-0.175254163, -0.086232273, -0.195206783]]
"""

import numpy as np


_equations = {}


def find_filter(x, out):
    key = (x.shape, float(x.sum()))
    if key not in _equations:
        _equations.clear()
        rows = [x[i : i + 3, j : j + 3].astype(float).ravel() for i in range(out.shape[0]) for j in range(out.shape[1])]
        _equations[key] = np.linalg.pinv(np.array(rows))
    return (_equations[key] @ out.astype(float).ravel()).reshape(3, 3)


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
