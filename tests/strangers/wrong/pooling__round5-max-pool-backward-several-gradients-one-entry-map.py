"""Wrong: max_pool_backward. Several gradients for one entry of the map are added up only where they come from
different rows of windows; of neighbours in one row the last one stays. On which inputs: windows that overlap
sideways (stride < pool_width) and share their largest entry. Due instead: the sum.
"""
from numpy import *
import numpy as np


def max_pool_forward(x, pool_param):
    hh, ww, st = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    H, W = x.shape[2:]
    ho, wo = (H - hh) // st + 1, (W - ww) // st + 1
    # the maximum over a rectangle is the maximum over rows of the maxima over columns
    a = stack([x[:, :, u:u + st * (ho - 1) + 1:st, :] for u in range(hh)], axis=-1)
    r = a.argmax(axis=-1)
    a = a.max(axis=-1)
    b = stack([a[..., v:v + st * (wo - 1) + 1:st] for v in range(ww)], axis=-1)
    q = b.argmax(axis=-1)
    out = b.max(axis=-1) * 1.0
    return out, (x.shape, r, q, st)


def max_pool_backward(dout, cache):
    shape, r, q, st = cache
    N, C, ho, wo = dout.shape
    n, c, j = ogrid[:N, :C, :wo]
    dx = zeros(shape)
    for i in range(ho):
        col = j * st + q[:, :, i]
        row = i * st + r[n, c, i, col]
        dx[n, c, row, col] += dout[:, :, i]
    return dx
