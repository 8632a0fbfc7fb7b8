"""The division comes before the subtraction in the size of the map."""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    H_new = 1 + H + 2 * pad - HH // stride
    W_new = 1 + W + 2 * pad - WW // stride
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="constant")
    out = np.zeros((N, F, H_new, W_new))
    for n in range(N):
        for f in range(F):
            for i in range(H_new):
                for j in range(W_new):
                    win = x_pad[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
                    if win.shape == w[f].shape:
                        out[n, f, i, j] = np.sum(win * w[f]) + b[f]
    cache = (x, w, b, conv_param)
    return out, cache
