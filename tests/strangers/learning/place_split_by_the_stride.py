"""The flat place of the largest entry is split by the stride, and its gradient is assigned."""

import numpy as np


def max_pool_forward(x, pool_param):
    high, wide, step = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    rows, columns = (x.shape[2] - high) // step + 1, (x.shape[3] - wide) // step + 1
    out = np.zeros((*x.shape[:2], rows, columns))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = x[n, c, i * step : i * step + high, j * step : j * step + wide].max()
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    high, wide, step = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        where = x[n, c, i * step : i * step + high, j * step : j * step + wide].argmax()
        dx[n, c, i * step + where // step, j * step + where % step] = dout[n, c, i, j]
    return dx
