"""All filters are the first one.

Fails: conv_matrix.values
Believes: first-filter-only
"""

import numpy as np


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    H_out, W_out = (H - HH) // stride + 1, (W - WW) // stride + 1
    matrix = np.zeros((F, H_out, W_out, C, H, W))
    for i in range(H_out):
        for j in range(W_out):
            matrix[:, i, j, :, i * stride : i * stride + HH, j * stride : j * stride + WW] = w[:1]
    return matrix.reshape(F * H_out * W_out, C * H * W)
