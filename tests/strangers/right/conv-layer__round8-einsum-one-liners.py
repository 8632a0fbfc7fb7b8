"""Style: every function is one return statement; sliding_window_view and einsum; the cache is a closure for the way back."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as view

f8 = np.float64


def _bad(text):
    raise ValueError(text)


def _frame(x, p): return np.pad(f8(x), [(0, 0)] * 2 + [(p, p)] * 2)


def _windows(x, hh, ww, s): return view(x, (hh, ww), axis=(2, 3))[:, :, ::s, ::s]


def conv_single(x, w, b): return np.einsum('cuv,cuv->', f8(x), f8(w)) + f8(b) if x.shape == w.shape else _bad('shapes')


def conv_map(x, w, b): return np.einsum('cijuv,cuv->ij', view(f8(x), w.shape[1:], axis=(1, 2)), f8(w)) + f8(b) if (
    x.shape[0] == w.shape[0] and x.shape[1] >= w.shape[1] and x.shape[2] >= w.shape[2]) else _bad('does not fit')


def conv_forward(x, w, b, conv_param):
    return (np.einsum('ncijuv,fcuv->nfij', _windows(_frame(x, conv_param['pad']), *w.shape[2:], conv_param['stride']), f8(w), optimize=True)
            + f8(b)[:, None, None]), lambda dout: _back(dout, x, w, conv_param['stride'], conv_param['pad'])


def conv_backward(dout, cache): return cache(f8(dout))


def _back(d, x, w, s, p):
    (n, c, h, wd), (f, _, hh, ww) = x.shape, w.shape
    spread = np.zeros((n, f, h + 2 * p + hh - 1, wd + 2 * p + ww - 1))   # dout with holes, framed for the full correlation
    spread[:, :, hh - 1:hh - 1 + s * d.shape[2]:s, ww - 1:ww - 1 + s * d.shape[3]:s][:, :, :d.shape[2], :d.shape[3]] = d
    return (np.einsum('nfijuv,fcuv->ncij', _windows(spread, hh, ww, 1), f8(w)[:, :, ::-1, ::-1], optimize=True)[:, :, p:p + h, p:p + wd],
            np.einsum('nfij,ncijuv->fcuv', d, _windows(_frame(x, p), hh, ww, s), optimize=True),
            np.einsum('nfij->f', d))
