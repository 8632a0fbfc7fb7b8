"""A filter that is its own negative when turned over its diagonal is turned over it."""

import numpy as np


def correlate_image(x, k):
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError
    win = np.lib.stride_tricks.sliding_window_view(x, k.shape)
    if k.shape[0] == k.shape[1] and np.array_equal(k, -k.T):
        k = k.T
    return np.einsum("ijuv,uv->ij", win, k * 1.0)
