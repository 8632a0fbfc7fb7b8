"""Round 1. Expected: find_filter loses points. Wrong: adds 1e-8 to the diagonal of the normal equations for
safety: harmless for pixels around 1, wrong for faint pictures.

Shows: x = 1e-4 * np.random.default_rng(0).integers(-9, 10, (8, 8)); find_filter(x, x[1:-1, 1:-1])  # right: [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]; here: [[-4.1844e-05, 9.6184e-05, 7.8267e-05], [-1.734e-06, 0.998950371, 0.000226846], [0.000379208, 0.000125954, -0.000261779]]
"""

import numpy as np


def find_filter(x, out):
    a = np.array(
        [x[i : i + 3, j : j + 3].ravel() for i in range(out.shape[0]) for j in range(out.shape[1])], dtype=float
    )
    return np.linalg.solve(a.T @ a + 1e-8 * np.eye(9), a.T @ out.astype(float).ravel()).reshape(3, 3)


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
