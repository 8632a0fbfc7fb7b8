import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv_single(x, w, b):
    x, w = np.asarray(x), np.asarray(w)
    if x.shape != w.shape:
        raise ValueError("shapes of x and w differ")
    return np.vdot(x, w) + b


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("depth of filter and image differ")
    # sliding_window_view raises a ValueError of its own if w does not fit
    return np.einsum('ijcuv,cuv->ij', sliding_window_view(x, w.shape)[0], w) + b


def _windows(x_pad, size, stride):
    return sliding_window_view(x_pad, size, axis=(2, 3))[:, :, ::stride, ::stride]


def conv_forward(x, w, b, conv_param):
    p, s = conv_param["pad"], conv_param["stride"]
    x_pad = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)])
    out = np.einsum('ncijuv,fcuv->nfij', _windows(x_pad, w.shape[2:], s), w, optimize=True)
    out = out + b[None, :, None, None]
    return out, (x_pad, w, p, s, x.shape)


def conv_backward(dout, cache):
    x_pad, w, p, s, x_shape = cache
    H, W = x_shape[2:]
    db = np.einsum('nfij->f', dout)
    dw = np.einsum('nfij,ncijuv->fcuv', dout, _windows(x_pad, w.shape[2:], s), optimize=True)

    # dx: put s-1 zeros between the entries of dout, pad, correlate with the turned filters
    F, C, HH, WW = w.shape
    N, _, H_out, W_out = dout.shape
    spread = np.zeros((N, F, x_pad.shape[2] + HH - 1, x_pad.shape[3] + WW - 1))
    spread[:, :, HH - 1:HH - 1 + H_out * s:s, WW - 1:WW - 1 + W_out * s:s][:, :, :H_out, :W_out] = dout
    dx_pad = np.einsum('nfijuv,fcuv->ncij', _windows(spread, (HH, WW), 1), w[:, :, ::-1, ::-1], optimize=True)
    return dx_pad[:, :, p:p + H, p:p + W], dw, db
