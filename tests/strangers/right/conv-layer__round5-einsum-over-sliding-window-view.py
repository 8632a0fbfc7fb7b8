"""Faltung mit einsum."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as windows


def _f(a):
    # alles als float64, sonst läuft uint8 über
    return np.asarray(a).astype(np.float64)


def conv_single(x, w, b):
    x, w = np.asarray(x), np.asarray(w)
    if x.shape != w.shape:
        raise ValueError(f"shapes differ: {x.shape} and {w.shape}")
    return float(np.einsum("cuv,cuv->", _f(x), _f(w)) + float(b))


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("depth must match")
    if w.shape[1] > x.shape[1] or w.shape[2] > x.shape[2]:
        raise ValueError("filter larger than image")
    return np.einsum("cijuv,cuv->ij", windows(_f(x), w.shape[1:], axis=(1, 2)), _f(w)) + float(b)


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    xp = np.pad(_f(x), ((0, 0), (0, 0), (p, p), (p, p)))
    v = windows(xp, w.shape[2:], axis=(2, 3))[:, :, ::s, ::s]
    out = np.einsum("ncijuv,fcuv->nfij", v, _f(w), optimize=True)
    out += _f(b)[None, :, None, None]
    return out, (x, w, b, conv_param)


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
