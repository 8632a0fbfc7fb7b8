"""Round 2. Expected: gaussian_blur loses points. Wrong: reads the pixels in the order of memory, so a transposed
view of a picture that is not square is scrambled.

Shows: gaussian_blur((np.arange(12.0) ** 2).reshape(4, 3).T)  # right: [[21.0, 54.0]]; here: [[33.5, 44.5]]
"""

import numpy as np


def gaussian_blur(x):
    pixels = np.ravel(x, order="K").reshape(x.shape).astype(float)
    return _slide(pixels, np.outer([1, 2, 1], [1, 2, 1]) / 16)


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


def find_filter(x, out):
    rows = [x[i : i + 3, j : j + 3].astype(float).ravel() for i in range(out.shape[0]) for j in range(out.shape[1])]
    return np.linalg.lstsq(np.array(rows), out.astype(float).ravel(), rcond=None)[0].reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    error = _slide(x, k) - target
    return k.astype(float) - rate * _slide(x, error)
