"""The loop over the rows runs as far as there are columns: every map that is not square ends in an error."""

import numpy as np


def max_pool_forward(x, pool_param):
    high, wide, step = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    rows, columns = (x.shape[2] - high) // step + 1, (x.shape[3] - wide) // step + 1
    out = np.zeros((*x.shape[:2], rows, columns))
    for i in range(columns):
        for j in range(rows):
            part = x[:, :, i * step : i * step + high, j * step : j * step + wide]
            out[:, :, i, j] = part.max(axis=(2, 3))
    return out, (x, pool_param)
