"""Expected: everything it writes passes.

One as_strided view of all windows and one einsum each way; dx is scattered filter cell by filter cell.
"""
from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import as_strided


def _windows(xp: np.ndarray, hh: int, ww: int, s: int) -> np.ndarray:
    n, c, h, w = xp.shape
    sn, sc, sh, sw = xp.strides
    ho, wo = (h - hh) // s + 1, (w - ww) // s + 1
    return as_strided(xp, (n, c, ho, wo, hh, ww), (sn, sc, sh * s, sw * s, sh, sw), writeable=False)


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError(f"{x.shape} != {w.shape}")
    return np.einsum("cuv,cuv->", x, w) + b


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("w does not fit on x")
    return np.einsum("ncijuv,cuv->ij", _windows(x[None], w.shape[1], w.shape[2], 1), w) + b


def conv_forward(x, w, b, conv_param):
    p, s = conv_param["pad"], conv_param["stride"]
    xp = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)])
    out = np.einsum("ncijuv,fcuv->nfij", _windows(xp, w.shape[2], w.shape[3], s), w, optimize=True)
    return out + b[:, None, None], (xp, w, p, s)


def conv_backward(dout, cache):
    xp, w, p, s = cache
    hh, ww = w.shape[-2:]
    ho, wo = dout.shape[-2:]
    db = np.einsum("nfij->f", dout)
    dw = np.einsum("nfij,ncijuv->fcuv", dout, _windows(xp, hh, ww, s))
    dxp = np.zeros(xp.shape)
    for u in range(hh):
        for v in range(ww):
            dxp[:, :, u:u + s * ho:s, v:v + s * wo:s] += np.einsum("nfij,fc->ncij", dout, w[:, :, u, v])
    h, wd = xp.shape[2] - 2 * p, xp.shape[3] - 2 * p
    return dxp[:, :, p:p + h, p:p + wd], dw, db
