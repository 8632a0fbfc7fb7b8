"""pooling. Bug: Pooling by reshape, which fits only where the window divides the map; elsewhere it crashes.
Stride and window are taken to be the same number.

Expected: avg_pool_forward failed: out by stride-is-window alone.
"""

import numpy as np


def avg_pool_forward(x, pool_param):
    N, C, H, W = x.shape
    ph, pw = pool_param["pool_height"], pool_param["pool_width"]
    s = ph
    y = x.reshape(N, C, H // s, s, W // pw, pw)
    out = y.mean(axis=3).mean(axis=4)
    return out, (x.shape, pool_param)


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(dout.shape):
        dx[n, c, i * s:i * s + ph, j * s:j * s + pw] += dout[n, c, i, j] / (ph * pw)
    return dx
