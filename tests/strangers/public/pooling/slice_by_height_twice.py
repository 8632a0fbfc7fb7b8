"""The window is as wide as it is high."""

import numpy as np


def max_pool_forward(x, pool_param):
    pool_height = pool_param["pool_height"]
    pool_width = pool_param["pool_width"]
    stride = pool_param["stride"]
    N, C, H, W = x.shape
    out_H = 1 + (H - pool_height) // stride
    out_W = 1 + (W - pool_width) // stride
    out = np.zeros((N, C, out_H, out_W))
    for j in range(out_H):
        for k in range(out_W):
            region = x[:, :, j * stride : j * stride + pool_height, k * stride : k * stride + pool_height]
            out[:, :, j, k] = np.max(region, axis=(2, 3))
    return out, (x, pool_param)
