"""Round 2. Expected: learn_filter_step loses points. Wrong: keeps 0.9 of the last step as long as it is called
with the same target array: right at the first call only.

Shows: x, t, k = np.array([[1.0]]), np.array([[1.0]]), np.array([[0.0]]); a = learn_filter_step(x, t, k, 0.5); learn_filter_step(x, t, k, 0.5)  # right: [[0.5]]; here: [[0.95]]
"""

import numpy as np


_momentum = {"target": None, "step": 0}


def learn_filter_step(x, target, k, rate):
    if _momentum["target"] is not target:
        _momentum.update(target=target, step=0)
    gradient = _slide(x, _slide(x, k) - target)
    _momentum["step"] = 0.9 * _momentum["step"] + rate * gradient
    return k.astype(float) - _momentum["step"]


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
