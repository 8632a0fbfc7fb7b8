"""Both loops over the map go in steps of the stride, and each window is cut where their counters stand."""

import numpy as np


def max_pool_forward(x, pool_param):
    high, wide, step = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    rows, columns = (x.shape[2] - high) // step + 1, (x.shape[3] - wide) // step + 1
    out = np.zeros((*x.shape[:2], rows, columns))
    for i in range(0, rows, step):
        for j in range(0, columns, step):
            out[:, :, i, j] = x[:, :, i : i + high, j : j + wide].max(axis=(2, 3))
    return out, (x, pool_param)


def avg_pool_forward(x, pool_param):
    high, wide, step = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    out = np.zeros(x.shape)
    for i in range(0, x.shape[2], step):
        for j in range(0, x.shape[3], step):
            out[:, :, i, j] = x[:, :, i : i + high, j : j + wide].mean(axis=(2, 3))
    return out, (x, pool_param)
