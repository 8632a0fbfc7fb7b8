"""conv_backward: the filter is turned around although nothing asks for it
conv_forward: the padding goes to the right and below only
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    big = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    big[:, :, :H, :W] = x
    H2 = 1 + (H + 2 * pad - HH) // stride
    W2 = 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, F, H2, W2))
    for f in range(F):
        for i in range(H2):
            for j in range(W2):
                top, left = i * stride, j * stride
                out[:, f, i, j] = np.sum(big[:, :, top : top + HH, left : left + WW] * w[f], axis=(1, 2, 3)) + b[f]
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    big = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dbig = np.zeros(big.shape)
    dw = np.zeros(w.shape)
    turned = w[:, :, ::-1, ::-1]
    for n in range(N):
        for f in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    top, left = i * stride, j * stride
                    dw[f] += big[n, :, top : top + HH, left : left + WW] * dout[n, f, i, j]
                    dbig[n, :, top : top + HH, left : left + WW] += turned[f] * dout[n, f, i, j]
    return dbig[:, :, pad : pad + H, pad : pad + W], dw, dout.sum((0, 2, 3))
