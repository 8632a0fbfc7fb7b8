"""Two mistakes: dw is assigned anew for every image, so only the last one counts; and db takes the mean over the
places of the map instead of the sum.
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    win = np.lib.stride_tricks.sliding_window_view(xp, w.shape[2:], (2, 3))[:, :, ::s, ::s]
    out = np.einsum("ncijuv,fcuv->nfij", win, w)
    out = out + b[:, None, None]
    return out, (win, w, x.shape, xp.shape, s, p)


def conv_backward(dout, cache):
    win, w, shape, padded_shape, s, p = cache
    HH, WW = w.shape[2:]
    dxp = np.zeros(padded_shape)
    dw = np.zeros(w.shape)
    for n in range(len(dout)):
        dw = np.einsum("fij,cijuv->fcuv", dout[n], win[n])
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                dxp[n, :, i * s:i * s + HH, j * s:j * s + WW] += np.tensordot(dout[n, :, i, j], w, 1)
    db = dout.mean(axis=(2, 3)).sum(axis=0)
    return dxp[:, :, p:p + shape[2], p:p + shape[3]], dw, db
