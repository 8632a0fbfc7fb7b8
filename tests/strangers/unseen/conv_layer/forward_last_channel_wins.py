"""The window is taken channel by channel and Z is assigned in that loop, so only the last channel of the input is
left in the result.
"""

import numpy as np


def conv_forward(A_prev, W, b, hparameters):
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f, n_C_prev, n_C) = W.shape
    stride = hparameters["stride"]
    pad = hparameters["pad"]
    n_H = (n_H_prev + 2 * pad - f) // stride + 1
    n_W = (n_W_prev + 2 * pad - f) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_pad = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)), mode="constant")
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    for k in range(n_C_prev):
                        piece = A_pad[i, h * stride:h * stride + f, w * stride:w * stride + f, k]
                        Z[i, h, w, c] = np.sum(piece * W[:, :, k, c]) + b[0, 0, 0, c]
    return Z, (A_prev, W, b, hparameters)
