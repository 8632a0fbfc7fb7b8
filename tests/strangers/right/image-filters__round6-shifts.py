"""Shifted slices, kernels as constants."""

import numpy as np

EDGE = np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], dtype=np.float32)
SHARPEN = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], dtype=np.float32)
GAUSS = np.outer([1, 2, 1], [1, 2, 1]) / 16


def correlate_image(x, k):
    (H, W), (a, b) = np.shape(x), np.shape(k)
    if a > H or b > W:
        raise ValueError('The filter is larger than the image')
    return sum(float(k[u, v]) * np.asarray(x, float)[u:H - a + 1 + u, v:W - b + 1 + v] for u in range(a) for v in range(b))


edge_detection = lambda x: correlate_image(x, EDGE)
sharpen = lambda x: correlate_image(x, SHARPEN)


def box_mean(x):
    return correlate_image(x, np.ones((3, 3)) / 9.0)


def gaussian_blur(x):
    rows = correlate_image(x, np.array([[1, 2, 1]]) / 4)
    return correlate_image(rows, np.array([[1], [2], [1]]) / 4)


def find_filter(x, out):
    A = np.lib.stride_tricks.sliding_window_view(np.asarray(x, float), (3, 3)).reshape(-1, 9)
    return np.linalg.pinv(A).dot(np.asarray(out, float).reshape(-1)).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    e = correlate_image(x, k) - target
    return k - rate * correlate_image(x, e)
