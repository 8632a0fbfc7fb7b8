"""The mean divides by the square of the height."""

import numpy as np


def avg_pool_forward(x, pool_param):
    k_h, k_w = pool_param["pool_height"], pool_param["pool_width"]
    s = pool_param["stride"]
    N, C, H, W = x.shape
    out = np.zeros((N, C, 1 + (H - k_h) // s, 1 + (W - k_w) // s))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = np.sum(x[:, :, i * s : i * s + k_h, j * s : j * s + k_w], axis=(2, 3)) / k_h**2
    cache = (x, pool_param)
    return out, cache
