"""Round 4. Expected: conv_backward loses points. Wrong: dw adds up in the cache, call after call."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    F, _, h, v = w.shape
    xp = np.pad(x.astype(float), ((0, 0), (0, 0), (P, P), (P, P)))
    view = np.lib.stride_tricks.sliding_window_view(xp, (h, v), axis=(2, 3))[:, :, ::S, ::S]
    return np.einsum("ncijuv,fcuv->nfij", view, w.astype(float)) + b.reshape(-1, 1, 1), (x, xp, w, S, P, np.zeros(w.shape))
def conv_backward(dout, cache):
    x, xp, w, S, P, dw = cache
    h, v = w.shape[2:]
    d = np.asarray(dout, float)
    dxp = np.zeros(xp.shape)
    for i in range(d.shape[2]):
        for j in range(d.shape[3]):
            win = np.s_[:, :, i * S:i * S + h, j * S:j * S + v]
            dw += np.tensordot(d[:, :, i, j], xp[win], (0, 0))
            dxp[win] += np.tensordot(d[:, :, i, j], w.astype(float), (1, 0))
    return dxp[:, :, P:dxp.shape[2] - P, P:dxp.shape[3] - P], dw, d.sum((0, 2, 3))
