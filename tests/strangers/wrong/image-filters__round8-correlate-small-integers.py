"""correlate_image is wrong: for bytes it computes in int16, and a byte times a byte may exceed 32767; for x =
np.array([[255]], np.uint8) and k = np.array([[200]], np.uint8) it gives -14536 where 51000 is due.
"""

import numpy as np


def _wide(a):
    """Bytes would wrap around: make them wider."""
    return a.astype(np.int16 if a.dtype.itemsize == 1 else float)


def correlate_image(x, k):
    (H, W), (HH, WW) = x.shape, k.shape
    if HH > H or WW > W:
        raise ValueError("the filter is larger than the image")
    x, k = _wide(x), _wide(k)
    out = np.zeros((H - HH + 1, W - WW + 1))
    for u in range(HH):
        for v in range(WW):
            out += x[u : u + H - HH + 1, v : v + W - WW + 1] * k[u, v]
    return out


def edge_detection(x):
    return correlate_image(x, np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]))


def box_mean(x):
    return correlate_image(x, np.ones((3, 3))) / 9


def sharpen(x):
    return correlate_image(x, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]))


def gaussian_blur(x):
    return correlate_image(x, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])) / 16


def find_filter(x, out):
    rows = [x[i : i + 3, j : j + 3].ravel() for i in range(out.shape[0]) for j in range(out.shape[1])]
    return np.linalg.lstsq(np.array(rows, float), out.ravel().astype(float), rcond=None)[0].reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    error = correlate_image(x, k) - target
    return k - rate * correlate_image(x, error)


def edges_of_nothing():
    return 0


def which_filter():
    return "C"
