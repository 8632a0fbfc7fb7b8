"""learn_filter_step is wrong: it clips the derivative to 10000, so that learning does not explode; for x =
np.array([[200]]), target = np.array([[0]]), k = np.array([[1]]), rate = 1 / 65536, where the derivative is
40000, it gives 0.847... where 0.389... = 1 - 40000 / 65536 is due.
"""

import numpy as np


def correlate_image(x, k):
    (H, W), (HH, WW) = x.shape, k.shape
    if HH > H or WW > W:
        raise ValueError("the filter is larger than the image")
    x, k = x.astype(float), k.astype(float)
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (x[i : i + HH, j : j + WW] * k).sum()
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
    gradient = np.clip(correlate_image(x, error), -1e4, 1e4)  # keeps learning stable
    return k - rate * gradient


def edges_of_nothing():
    return 0


def which_filter():
    return "C"
