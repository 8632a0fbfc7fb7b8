"""The share of dx in a window is assigned with =, so later windows overwrite what earlier ones (and other filters)
left.
"""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0,), (0,), (p,), (p,)), mode="constant")
    H2, W2 = 1 + (H + 2 * p - HH) // s, 1 + (W + 2 * p - WW) // s
    out = np.zeros((N, F, H2, W2))
    for n in range(N):
        for f in range(F):
            for i in range(H2):
                for j in range(W2):
                    out[n, f, i, j] = (xp[n, :, i * s:i * s + HH, j * s:j * s + WW] * w[f]).sum() + b[f]
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    H, W = x.shape[2:]
    HH, WW = w.shape[2:]
    xp = np.pad(x, ((0,), (0,), (p,), (p,)), mode="constant")
    dxp = np.zeros(xp.shape)
    dw, db = np.zeros(w.shape), np.zeros(b.shape)
    N, F, H2, W2 = dout.shape
    for n in range(N):
        for f in range(F):
            for i in range(H2):
                for j in range(W2):
                    g = dout[n, f, i, j]
                    db[f] += g
                    dw[f] += xp[n, :, i * s:i * s + HH, j * s:j * s + WW] * g
                    dxp[n, :, i * s:i * s + HH, j * s:j * s + WW] = w[f] * g
    return dxp[:, :, p:p + H, p:p + W], dw, db
