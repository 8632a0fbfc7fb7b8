"""Correct under Python 2: the sizes are computed with /.

Assignment: conv-layer.
Functions that are not in this file do not count.
Expected: failed, and the report names the line and says //, in every dialect.
"""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    n, c, h, wd = x.shape
    f, _, kh, kw = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    ho, wo = (h + 2 * p - kh) / s + 1, (wd + 2 * p - kw) / s + 1
    out = np.zeros((n, f, ho, wo))
    for i in range(ho):
        for j in range(wo):
            win = xp[:, None, :, i * s : i * s + kh, j * s : j * s + kw]
            out[:, :, i, j] = (win * w).sum((2, 3, 4)) + b
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    n, c, h, wd = x.shape
    f, _, kh, kw = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    for k in range(n):
        for m in range(f):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    g = dout[k, m, i, j]
                    dw[m] += g * xp[k, :, i * s : i * s + kh, j * s : j * s + kw]
                    dxp[k, :, i * s : i * s + kh, j * s : j * s + kw] += g * w[m]
    dx = dxp[:, :, p : p + h, p : p + wd]
    return dx, dw, dout.sum((0, 2, 3))
