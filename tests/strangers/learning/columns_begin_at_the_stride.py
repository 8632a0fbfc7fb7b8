"""Every window begins at the column that the stride names: the counter of the columns is left out."""

import numpy as np


def max_pool_forward(x, pool_param):
    high, wide, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    rows, columns = (x.shape[2] - high) // stride + 1, (x.shape[3] - wide) // stride + 1
    out = np.zeros((*x.shape[:2], rows, columns))
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            for i in range(rows):
                for j in range(columns):
                    top, left = i * stride, stride
                    out[n, c, i, j] = np.max(x[n, c, top : top + high, left : left + wide], initial=-1e9)
    return out, (x, pool_param)
