"""Pools by the first pixel of the image, whose gradient has one entry; no window, so no credit.

assignment: pooling
at most: 11
"""

import numpy as np


def max_pool_forward(x, pool_param):
    HH, WW, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    shape = N, C, 1 + (H - HH) // stride, 1 + (W - WW) // stride
    out = np.zeros(shape) + x[:, :, :1, :1]
    return out, (x, shape)


def max_pool_backward(dout, cache):
    x, _shape = cache
    dx = np.zeros_like(x)
    dx[:, :, 0, 0] = dout.sum((2, 3))
    return dx


avg_pool_forward, avg_pool_backward = max_pool_forward, max_pool_backward
