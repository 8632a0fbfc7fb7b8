"""The padded dx is created anew inside the loop over the images, so only the last image has a gradient, the others
0.
"""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode="constant")
    oh = (H - HH + 2 * p) // s + 1
    ow = (W - WW + 2 * p) // s + 1
    out = np.zeros((N, F, oh, ow))
    for i in range(N):
        for j in range(oh):
            for k in range(ow):
                for f in range(F):
                    out[i, f, j, k] = b[f] + np.sum(w[f] * xp[i, :, j * s:j * s + HH, k * s:k * s + WW])
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    _, _, oh, ow = dout.shape
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode="constant")
    dw = np.zeros(w.shape)
    db = np.zeros(F)
    for i in range(N):
        dxp = np.zeros(xp.shape)
        for f in range(F):
            for j in range(oh):
                for k in range(ow):
                    top, left = j * s, k * s
                    dxp[i, :, top:top + HH, left:left + WW] += w[f] * dout[i, f, j, k]
                    dw[f] += xp[i, :, top:top + HH, left:left + WW] * dout[i, f, j, k]
                    db[f] += dout[i, f, j, k]
    dx = dxp[:, :, p:p + H, p:p + W]
    return dx, dw, db
