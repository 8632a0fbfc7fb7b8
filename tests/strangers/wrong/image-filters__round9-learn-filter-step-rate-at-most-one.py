"""A rate above 1 counts as 1."""

import numpy as np


def learn_filter_step(x, target, k, rate):
    v = np.lib.stride_tricks.sliding_window_view(x * 1.0, k.shape)
    e = np.einsum("ijuv,uv->ij", v, k * 1.0) - target
    return k - min(rate, 1) * np.einsum("ij,ijuv->uv", e, v)
