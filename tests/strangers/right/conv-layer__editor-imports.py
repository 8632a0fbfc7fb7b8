"""Expected: everything it writes passes.

The imports an editor added by itself: numpy.core.numeric, numpy.core.fromnumeric, typing names never used.
"""
from ast import List  # noqa
from re import X  # noqa
from typing import Any, Tuple  # noqa
from numpy.core.fromnumeric import shape, size  # noqa
from numpy.core.numeric import zeros_like, indices
import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = shape(x)
    F, _, HH, WW = shape(w)
    Hout = (H + 2*pad - HH)//stride + 1
    Wout = (W + 2*pad - WW)//stride + 1
    padded = np.zeros((N, C, H + 2*pad, W + 2*pad))
    padded[:, :, pad:H + pad, pad:W + pad] = x
    ii, jj = indices((Hout, Wout))
    out = np.zeros((N, F, Hout, Wout))
    for i, j in zip(ii.ravel(), jj.ravel()):
        block = padded[:, :, stride*i:stride*i + HH, stride*j:stride*j + WW]
        for f in range(F):
            out[:, f, i, j] = np.sum(block * w[f], axis=(1, 2, 3)) + b[f]
    return out, (padded, x, w, b, stride, pad)


def conv_backward(dout, cache):
    padded, x, w, b, stride, pad = cache
    dpadded = zeros_like(padded, dtype=float)
    dw = zeros_like(w, dtype=float)
    db = zeros_like(b, dtype=float)
    HH, WW = shape(w)[2:]
    ii, jj = indices(shape(dout)[2:])
    for f in range(shape(w)[0]):
        db[f] = np.sum(dout[:, f])
        for i, j in zip(ii.ravel(), jj.ravel()):
            d = dout[:, f, i, j].reshape(-1, 1, 1, 1)
            block = np.s_[:, :, stride*i:stride*i + HH, stride*j:stride*j + WW]
            dw[f] += np.sum(padded[block] * d, axis=0)
            dpadded[block] += w[f] * d
    dx = dpadded[:, :, pad:shape(padded)[2] - pad, pad:shape(padded)[3] - pad]
    return dx, dw, db
