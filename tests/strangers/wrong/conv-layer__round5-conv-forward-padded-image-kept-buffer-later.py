"""Wrong: conv_forward. The padded image is kept in a buffer that later calls with the same padded shape
overwrite. On which inputs: conv_forward twice with equal shapes, then conv_backward with the first cache: dw
belongs to the second image. Due instead: dw of the first.
"""
import numpy as np
from numpy.lib.stride_tricks import as_strided


def view(a, hh, ww, s):
    n, c, h, w = a.shape
    t = a.strides
    return as_strided(a, ((h - hh) // s + 1, (w - ww) // s + 1, n, c, hh, ww),
                      (t[2] * s, t[3] * s, t[0], t[1], t[2], t[3]), writeable=False)


def correlate(xp, w, s):
    v = view(xp, w.shape[2], w.shape[3], s)
    return np.tensordot(v, w, axes=([3, 4, 5], [1, 2, 3])).transpose(2, 3, 0, 1)


_buffers = {}


def conv_forward(x, w, b, conv_param):
    p, s = conv_param['pad'], conv_param['stride']
    n, c, h, wd = x.shape
    shape = (n, c, h + 2 * p, wd + 2 * p)
    if (shape, p) not in _buffers:
        _buffers[shape, p] = np.zeros(shape)
    xp = _buffers[shape, p]
    xp[:, :, p:p + h, p:p + wd] = x
    w = np.array(w, dtype=float)
    out = correlate(xp, w, s) + np.reshape(b, (1, -1, 1, 1))
    return out, {'xp': xp, 'w': w, 'p': p, 's': s, 'shape': x.shape}


def conv_backward(dout, cache):
    xp, w, p, s, shape = (cache[k] for k in ('xp', 'w', 'p', 's', 'shape'))
    F, C, HH, WW = w.shape
    N, _, Ho, Wo = dout.shape
    # gradients stand s apart; zeros between them
    wide = np.zeros((N, F, (Ho - 1) * s + 1, (Wo - 1) * s + 1))
    wide[:, :, ::s, ::s] = dout
    full = np.pad(wide, ((0, 0), (0, 0), (HH - 1, HH - 1), (WW - 1, WW - 1)))
    reached = correlate(full, np.ascontiguousarray(np.flip(w, (2, 3)).swapaxes(0, 1)), 1)
    dxp = np.zeros_like(xp)
    dxp[:, :, :reached.shape[2], :reached.shape[3]] = reached
    dw = np.tensordot(np.asarray(dout, float), view(xp, HH, WW, s), axes=([0, 2, 3], [2, 0, 1]))
    return dxp[:, :, p:p + shape[2], p:p + shape[3]], dw, np.asarray(dout, float).sum(axis=3).sum(axis=2).sum(axis=0)
