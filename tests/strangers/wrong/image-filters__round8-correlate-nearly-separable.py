"""correlate_image is wrong: it applies a filter as a column and a row if its second singular value is below a
thousandth of the first, and so drops what else the filter holds; for x = np.array([[0, 0], [0, 4]]) and k =
np.array([[2000, 0], [0, 1]]) it gives 0 where 4 is due.
"""

import numpy as np


def correlate_image(x, k):
    (H, W), (HH, WW) = x.shape, k.shape
    if HH > H or WW > W:
        raise ValueError("the filter is larger than the image")
    x, k = x.astype(float), k.astype(float)
    left, values, right = np.linalg.svd(k)
    if len(values) == 1 or values[1] < 1e-3 * values[0]:  # separable: first down, then across
        column, row = left[:, 0] * values[0], right[0]
        tall = sum(column[u] * x[u : u + H - HH + 1] for u in range(HH))
        return sum(row[v] * tall[:, v : v + W - WW + 1] for v in range(WW))
    windows = np.lib.stride_tricks.sliding_window_view(x, (HH, WW))
    return np.einsum("ijuv,uv->ij", windows, k)


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
