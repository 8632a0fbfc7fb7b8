import numpy as np
from numpy.lib.stride_tricks import as_strided


def view(a, hh, ww, s):
    n, c, h, w = a.shape
    t = a.strides
    return as_strided(a, ((h - hh) // s + 1, (w - ww) // s + 1, n, c, hh, ww),
                      (t[2] * s, t[3] * s, t[0], t[1], t[2], t[3]), writeable=False)


def conv_single(x, w, b):
    if x.shape != w.shape: raise ValueError
    return float((np.multiply(x, w, dtype=float)).sum() + float(b))


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]: raise ValueError("channels")
    if w.shape[1] > x.shape[1] or w.shape[2] > x.shape[2]: raise ValueError("size")
    v = view(np.array(x, dtype=float)[None], *w.shape[1:], 1)[:, :, 0]
    return (v * w).sum(axis=(-1, -2, -3)) + float(b)


def correlate(xp, w, s):
    v = view(xp, w.shape[2], w.shape[3], s)
    return np.tensordot(v, w, axes=([3, 4, 5], [1, 2, 3])).transpose(2, 3, 0, 1)


def conv_forward(x, w, b, conv_param):
    p, s = conv_param['pad'], conv_param['stride']
    xp = np.pad(np.array(x, dtype=float), ((0,), (0,), (p,), (p,)))
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
