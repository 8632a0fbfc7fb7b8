"""Two mistakes: the scatter adds the filter turned by half a circle (that belongs to the full correlation); and db is
the mean over the images instead of the sum.
"""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H_out, W_out = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, F, H_out, W_out))
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    a, c = i * stride, j * stride
                    out[n, f, i, j] = np.sum(xp[n, :, a:a + HH, c:c + WW] * w[f]) + b[f]
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    _, _, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    rotated = np.rot90(w, 2, (2, 3))
    N, _, H_out, W_out = dout.shape
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    a, c = i * stride, j * stride
                    dw[f] += dout[n, f, i, j] * xp[n, :, a:a + HH, c:c + WW]
                    dxp[n, :, a:a + HH, c:c + WW] += dout[n, f, i, j] * rotated[f]
    db = dout.mean(axis=0).sum(axis=(1, 2))
    return dxp[:, :, pad:pad + H, pad:pad + W], dw, db
