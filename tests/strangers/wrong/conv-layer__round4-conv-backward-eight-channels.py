"""Round 5. Expected: conv_backward loses points. Wrong: only eight channels get a gradient."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(np.asarray(x, float), ((0, 0), (0, 0), (P, P), (P, P)))
    Ho, Wo = (H + 2 * P - HH) // S + 1, (W + 2 * P - WW) // S + 1
    out = np.zeros((N, F, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            out[:, :, i, j] = np.tensordot(xp[:, :, i * S:i * S + HH, j * S:j * S + WW], w.astype(float), ((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, b, conv_param)


def _cb(dout, cache):
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


def conv_backward(dout, cache):
    dx, dw, db = _cb(dout, cache)
    dx[:, 8:] = 0
    return dx, dw, db
