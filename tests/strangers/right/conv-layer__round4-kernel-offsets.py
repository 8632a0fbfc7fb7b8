"""Right work of a fourth round, written without sight of the cases: kernel offsets. Expected: everything."""

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


def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    Ho, Wo = (H + 2 * P - HH) // S + 1, (W + 2 * P - WW) // S + 1
    xp = np.zeros((N, C, H + 2 * P, W + 2 * P)); xp[:, :, P:P + H, P:P + W] = x
    out = np.tile(np.asarray(b, float)[None, :, None, None], (N, 1, Ho, Wo))
    for u in range(HH):
        for v in range(WW):
            out += np.moveaxis(np.tensordot(xp[:, :, u:u + (Ho - 1) * S + 1:S, v:v + (Wo - 1) * S + 1:S], w[:, :, u, v].astype(float), (1, 1)), -1, 1)
    return out, (xp, w, S, P, Ho, Wo)

def conv_backward(dout, cache):
    xp, w, S, P, Ho, Wo = cache
    dxp, dw = xp * 0, w * 0.0
    for u in range(w.shape[2]):
        for v in range(w.shape[3]):
            at = np.s_[:, :, u:u + (Ho - 1) * S + 1:S, v:v + (Wo - 1) * S + 1:S]
            dw[:, :, u, v] = np.tensordot(dout, xp[at], ((0, 2, 3), (0, 2, 3)))
            dxp[at] += np.moveaxis(np.tensordot(dout, w[:, :, u, v].astype(float), (1, 0)), -1, 1)
    return dxp[:, :, P:xp.shape[2] - P, P:xp.shape[3] - P], dw, np.add.reduce(np.asarray(dout, float), axis=(0, 2, 3))
