"""Backward: the scatter, place by place."""
import numpy as np

from .common import window


def conv_backward(dout, cache):
    shape, xp, w, s, pad = cache
    dxp, dw, db = np.zeros(xp.shape), np.zeros(w.shape), np.zeros(len(w))
    for n, f, i, j in np.ndindex(*dout.shape):
        here = (n, slice(None)) + window(i, j, s, w)
        d = float(dout[n, f, i, j])
        dxp[here] += d * w[f]
        dw[f] += d * xp[here]
        db[f] += d
    return dxp[:, :, pad:pad + shape[2], pad:pad + shape[3]], dw, db
