"""Right work of a fourth round, written without sight of the cases: star import. Expected: everything."""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes")
    return float((np.asarray(x, float) * w).sum() + b)


def conv_map(x, w, b):
    C, H, W = x.shape
    D, h, v = w.shape
    if C != D or h > H or v > W:
        raise ValueError("no fit")
    out = np.zeros((H - h + 1, W - v + 1))
    for i in range(H - h + 1):
        for j in range(W - v + 1):
            out[i, j] = conv_single(x[:, i:i + h, j:j + v], w, b)
    return out


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(np.asarray(x, float), ((0, 0), (0, 0), (P, P), (P, P)))
    dxp = np.zeros_like(xp, order="C")
    dw = np.zeros(w.shape)
    d = np.asarray(dout, float)
    for i in range(d.shape[2]):
        for j in range(d.shape[3]):
            win = np.s_[:, :, i * S:i * S + HH, j * S:j * S + WW]
            dw += np.tensordot(d[:, :, i, j], xp[win], (0, 0))
            dxp[win] += np.tensordot(d[:, :, i, j], w.astype(float), (1, 0))
    return dxp[:, :, P:P + H, P:P + W].copy(), dw, d.sum((0, 2, 3))


from numpy import *
def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = shape(x); F, _, h, v = shape(w)
    xp = zeros((N, C, H + 2 * P, W + 2 * P)); xp[:, :, P:P + H, P:P + W] = x
    Ho, Wo = (H + 2 * P - h) // S + 1, (W + 2 * P - v) // S + 1
    out = zeros((N, F, Ho, Wo))
    for n in range(N):
        for f in range(F):
            for i in arange(Ho):
                for j in arange(Wo):
                    out[n, f, i, j] = sum(multiply(xp[n, :, i * S:i * S + h, j * S:j * S + v], w[f])) + b[f]
    return out, (x, w, b, conv_param)
