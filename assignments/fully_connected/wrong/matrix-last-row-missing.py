"""A window that touches the end does not fit.

Fails: conv_matrix.shape, conv_matrix.values
Believes: last-place-missing
"""

import numpy as np


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    H_out, W_out = (H - HH) // stride, (W - WW) // stride
    matrix = np.zeros((F, H_out, W_out, C, H, W))
    for i in range(H_out):
        for j in range(W_out):
            matrix[:, i, j, :, i * stride : i * stride + HH, j * stride : j * stride + WW] = w
    return matrix.reshape(F * H_out * W_out, C * H * W)
