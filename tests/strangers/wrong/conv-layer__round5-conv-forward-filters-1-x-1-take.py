"""Wrong: conv_forward. Filters of 1 x 1 take a short cut that knows no stride and no padding. On which inputs:
HH = WW = 1 with stride > 1 or pad > 0. Due instead: output of the size of the formula.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as windows


def _f(a):
    # alles als float64, sonst läuft uint8 über
    return np.asarray(a).astype(np.float64)


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    cache = (x, w, b, conv_param)
    if w.shape[2:] == (1, 1):
        return np.einsum("nchw,fc->nfhw", _f(x), _f(w)[:, :, 0, 0]) + _f(b)[:, None, None], cache
    xp = np.pad(_f(x), ((0, 0), (0, 0), (p, p), (p, p)))
    v = windows(xp, w.shape[2:], axis=(2, 3))[:, :, ::s, ::s]
    return np.einsum("ncijuv,fcuv->nfij", v, _f(w), optimize=True) + _f(b)[:, None, None], cache


def conv_backward(dout, cache):
    x, w, _, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    n, c, h, wd = x.shape
    dout = _f(dout)
    xp = np.pad(_f(x), ((0, 0), (0, 0), (p, p), (p, p)))
    v = windows(xp, w.shape[2:], axis=(2, 3))[:, :, ::s, ::s]
    db = np.einsum("nfij->f", dout)
    dw = np.einsum("nfij,ncijuv->fcuv", dout, v, optimize=True)
    parts = np.einsum("nfij,fcuv->ncijuv", dout, _f(w), optimize=True)
    rows = np.arange(dout.shape[2])[:, None] * s + np.arange(w.shape[2])   # (Ho, HH)
    cols = np.arange(dout.shape[3])[:, None] * s + np.arange(w.shape[3])
    dxp = np.zeros_like(xp)
    np.add.at(dxp, (slice(None), slice(None), rows[:, None, :, None], cols[None, :, None, :]), parts)
    return dxp[:, :, p:p + h, p:p + wd], dw, db
