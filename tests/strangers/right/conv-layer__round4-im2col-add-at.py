"""Right work of a fourth round, written without sight of the cases: im2col add at. Expected: everything."""

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


def _indices(shape, HH, WW, S, P):
    N, C, H, W = shape
    Ho, Wo = (H + 2 * P - HH) // S + 1, (W + 2 * P - WW) // S + 1
    i0 = np.tile(np.repeat(np.arange(HH), WW), C)
    j0 = np.tile(np.arange(WW), HH * C)
    i1, j1 = S * np.repeat(np.arange(Ho), Wo), S * np.tile(np.arange(Wo), Ho)
    k = np.repeat(np.arange(C), HH * WW).reshape(-1, 1)
    return k, i0.reshape(-1, 1) + i1, j0.reshape(-1, 1) + j1, Ho, Wo

def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    F, _, HH, WW = w.shape
    k, i, j, Ho, Wo = _indices(x.shape, HH, WW, S, P)
    xp = np.pad(x, [(0, 0), (0, 0), (P, P), (P, P)], mode="constant").astype(np.float64)
    cols = xp[:, k, i, j].transpose(1, 2, 0).reshape(k.shape[0], -1)
    res = w.reshape(F, -1).astype(np.float64) @ cols + b.reshape(-1, 1)
    return res.reshape(F, Ho, Wo, x.shape[0]).transpose(3, 0, 1, 2), (x, w, b, conv_param, cols)

def conv_backward(dout, cache):
    x, w, b, conv_param, cols = cache
    S, P = conv_param["stride"], conv_param["pad"]
    F, C, HH, WW = w.shape
    N, _, H, W = x.shape
    d = dout.transpose(1, 2, 3, 0).reshape(F, -1).astype(float)
    dcols = w.reshape(F, -1).T.astype(float) @ d
    k, i, j, _, _ = _indices(x.shape, HH, WW, S, P)
    dxp = np.zeros((N, C, H + 2 * P, W + 2 * P))
    np.add.at(dxp, (slice(None), k, i, j), dcols.reshape(C * HH * WW, -1, N).transpose(2, 0, 1))
    dx = dxp if P == 0 else dxp[:, :, P:-P, P:-P]
    return dx, (d @ cols.T).reshape(w.shape), np.sum(d, axis=1)
