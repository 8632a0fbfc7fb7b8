"""Right work of a fourth round, written without sight of the cases: normal equations. Expected: everything."""

import numpy as np


def edge_detection(x):
    return correlate_image(x, np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]))


def box_mean(x):
    return correlate_image(x, np.ones((3, 3))) / 9


def gaussian_blur(x):
    return correlate_image(x, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])) / 16


def learn_filter_step(x, target, k, rate):
    e = correlate_image(x, k) - target
    return k - rate * correlate_image(x, e)


def edges_of_nothing():
    return 0


def which_filter():
    return "C"


def find_filter(x, out):
    A = np.array([[x[i + u, j + v] for u in range(3) for v in range(3)] for i in range(x.shape[0] - 2) for j in range(x.shape[1] - 2)], dtype=float)
    return np.linalg.solve(A.T @ A, A.T @ out.astype(float).ravel()).reshape(3, 3)
def correlate_image(x, k):
    if any(a < c for a, c in zip(x.shape, k.shape)): raise ValueError("the filter is larger")
    v = np.lib.stride_tricks.sliding_window_view(x, k.shape)
    return np.einsum("ijuv,uv", v.astype(float), k.astype(float))
def sharpen(x):
    x = np.array(x, dtype=np.int64) if np.issubdtype(x.dtype, np.integer) else x
    return 5 * x[1:-1, 1:-1] - x[:-2, 1:-1] - x[2:, 1:-1] - x[1:-1, :-2] - x[1:-1, 2:]
