"""Wrong: conv_forward. Whole numbers are added up in 32 bit integers. On which inputs: integer x and integer w
whose sums exceed 2**31, such as pixels of 16 bits with weights of 16 bits. Due instead: the sum in floats.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as windows


def _f(a):
    # alles als float64, sonst läuft uint8 über
    return np.asarray(a).astype(np.float64)


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    whole = x.dtype.kind in "iub" and w.dtype.kind in "iub"
    kind = np.int32 if whole else np.float64
    xp = np.pad(x.astype(kind), ((0, 0), (0, 0), (p, p), (p, p)))
    v = windows(xp, w.shape[2:], axis=(2, 3))[:, :, ::s, ::s]
    out = np.einsum("ncijuv,fcuv->nfij", v, w.astype(kind))
    return out + _f(b)[None, :, None, None], (x, w, b, conv_param)


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
