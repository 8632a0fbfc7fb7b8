"""The loops over a window use the counters of the loops over the map again: dout is read at the place in the window."""

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
    for n, c in np.ndindex(dout.shape[:2]):
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                top, left = i * step, j * step
                largest = x[n, c, top : top + high, left : left + wide].max()
                for i in range(high):
                    for j in range(wide):
                        if x[n, c, top + i, left + j] == largest:
                            dx[n, c, top + i, left + j] += dout[n, c, i, j]
    return dx
