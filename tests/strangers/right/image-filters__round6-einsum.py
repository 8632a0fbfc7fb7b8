import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def correlate_image(x, k):
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError("filter larger than image")
    return np.einsum("ijuv,uv->ij", sliding_window_view(np.asarray(x, np.float64), k.shape), np.asarray(k, np.float64))


def _make(rows, divisor=1):
    kernel = np.array(rows, dtype=float) / divisor
    return lambda x: correlate_image(x, kernel)


edge_detection = _make([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
box_mean = _make(np.ones((3, 3)), 9)
sharpen = _make([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
gaussian_blur = _make(np.outer([1, 2, 1], [1, 2, 1]), 16)


def find_filter(x, out):
    A = sliding_window_view(x, (3, 3)).reshape(-1, 9).astype(float)
    return (np.linalg.pinv(A) @ out.ravel()).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    return k - rate * correlate_image(x, correlate_image(x, k) - target)


def edges_of_nothing():
    return int(edge_detection(np.full((3, 3), 7))[0, 0])


def which_filter():
    return "C"
