"""The cache keeps the weights in half precision."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    Ho = (H + 2 * p - HH) // s + 1
    Wo = (W + 2 * p - WW) // s + 1
    out = np.zeros((N, F, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            win = xp[:, :, i * s : i * s + HH, j * s : j * s + WW]
            out[:, :, i, j] = np.einsum("ncuv,fcuv->nf", win, w, dtype=float)
    out = out + np.asarray(b)[None, :, None, None]
    return out, (x, w.astype(np.float16), b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    _, _, Ho, Wo = dout.shape
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    dxp = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    for i in range(Ho):
        for j in range(Wo):
            g = dout[:, :, i, j]
            dxp[:, :, i * s : i * s + HH, j * s : j * s + WW] += np.einsum("nf,fcuv->ncuv", g, w, dtype=float)
            dw += np.einsum("nf,ncuv->fcuv", g, xp[:, :, i * s : i * s + HH, j * s : j * s + WW], dtype=float)
    db = dout.sum(axis=(0, 2, 3), dtype=float)
    dx = dxp[:, :, p : p + H, p : p + W]
    return dx, dw, db
