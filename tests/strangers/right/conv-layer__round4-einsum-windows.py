"""Right work of a fourth round, written without sight of the cases: einsum windows. Expected: everything."""

import numpy as np


from numpy.lib.stride_tricks import sliding_window_view

def conv_single(x, w, b):
    assert_equal = x.shape == w.shape
    if not assert_equal:
        raise ValueError(f"{x.shape} != {w.shape}")
    return np.einsum("ijk,ijk->", x.astype(float), w.astype(float)).item() + b

def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or any(np.less(x.shape, w.shape)):
        raise ValueError
    return np.einsum("cijuv,cuv->ij", sliding_window_view(x.astype(float), w.shape[1:], (1, 2)), w.astype(float)) + b

def conv_forward(x, w, b, conv_param):
    s, p = conv_param.get("stride", 1), conv_param.get("pad", 0)
    xp = np.pad(x.astype("f8"), ((0,), (0,), (p,), (p,)))
    v = sliding_window_view(xp, w.shape[2:], (2, 3))[..., ::s, ::s, :, :]
    return np.einsum("ncijuv,fcuv->nfij", v, w.astype("f8"), optimize=True) + b[None, :, None, None], (v, w, x.shape, s, p)

def conv_backward(dout, cache):
    v, w, shape, s, p = cache
    dout = dout.astype("f8")
    dw = np.einsum("ncijuv,nfij->fcuv", v, dout)
    dxp = np.zeros((shape[0], shape[1], shape[2] + 2 * p, shape[3] + 2 * p))
    for u in range(w.shape[2]):
        for t in range(w.shape[3]):
            dxp[:, :, u:u + s * dout.shape[2]:s, t:t + s * dout.shape[3]:s] += np.einsum("nfij,fc->ncij", dout, w[:, :, u, t].astype("f8"))
    return dxp[:, :, p:p + shape[2], p:p + shape[3]], dw, np.einsum("nfij->f", dout)
