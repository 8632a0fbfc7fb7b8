"""Pools by adding up everything, whose gradient is a sum; no window, so no credit.

assignment: pooling
at most: 6
"""

import numpy as np


def max_pool_forward(x, pool_param):
    HH, WW, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    shape = N, C, 1 + (H - HH) // stride, 1 + (W - WW) // stride
    out = np.zeros(shape) + x.sum()
    return out, (x, shape)


def max_pool_backward(dout, cache):
    x, _shape = cache
    dx = np.ones_like(x) * dout.sum()
    return dx


avg_pool_forward, avg_pool_backward = max_pool_forward, max_pool_backward
