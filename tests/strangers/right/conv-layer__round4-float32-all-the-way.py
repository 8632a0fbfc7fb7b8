"""Right work of a fourth round, written without sight of the cases: float32 all the way. Expected: everything."""

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


def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    x32, w32 = np.float32(x), np.float32(w)
    xp = np.pad(x32, ((0, 0), (0, 0), (P, P), (P, P)))
    v = np.lib.stride_tricks.sliding_window_view(xp, w.shape[2:], (2, 3))[:, :, ::S, ::S]
    return np.einsum("ncijuv,fcuv->nfij", v, w32) + np.float32(b).reshape(1, -1, 1, 1), (x, w, b, conv_param)
