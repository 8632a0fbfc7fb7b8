"""Expected: everything it writes passes.

sliding_window_view with tensordot and einsum; the pseudo-inverse finds the filter; a gradient as a matrix product.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def correlate_image(x, k):
    # sliding_window_view complains with a ValueError by itself
    return np.tensordot(sliding_window_view(x, k.shape), k)


def find_filter(x, out):
    A = sliding_window_view(x, (3, 3)).reshape(-1, 9)
    return (np.linalg.pinv(A) @ out.reshape(-1)).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    chunks = sliding_window_view(x, k.shape)
    error = np.einsum("ijuv,uv->ij", chunks, k) - target
    return k - rate * np.einsum("ij,ijuv->uv", error, chunks)


def which_filter() -> str:
    impulse = np.zeros((5, 5))
    impulse[2, 2] = 1
    seen = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16
    candidates = {"A": np.ones((3, 3)) / 9, "B": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), "C": seen}
    return next(letter for letter, k in candidates.items() if np.allclose(correlate_image(impulse, k), seen))
