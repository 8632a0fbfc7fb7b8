# conv_backward is wrong: dx is cut out at the wrong rows when pad is the filter's height or more
import numpy as np
from numpy.lib.stride_tricks import as_strided

# as_strided + tensordot; the backward pass is a closure that the forward pass returns


def _view(a, hh, ww, s):
    n, c, h, w = a.shape
    sn, sc, sh, sw = a.strides
    return as_strided(a, ((n, c, (h - hh) // s + 1, (w - ww) // s + 1, hh, ww)),
                      (sn, sc, sh * s, sw * s, sh, sw), writeable=False)


def conv_single(x, w, b):
    if x.shape == w.shape:
        return np.dot(np.ravel(x).astype(float), np.ravel(w).astype(float)) + float(b)
    raise ValueError


def conv_map(x, w, b):
    c, h, ww_ = x.shape
    if c != w.shape[0] or not (w.shape[1] <= h and w.shape[2] <= ww_):
        raise ValueError("no place for this filter")
    v = _view(np.ascontiguousarray(x, dtype=float)[None], w.shape[1], w.shape[2], 1)[0]
    return np.tensordot(v, w.astype(float), axes=([0, 3, 4], [0, 1, 2])) + float(b)


def conv_forward(x, w, b, conv_param):
    s = int(conv_param["stride"])
    p = int(conv_param["pad"])
    n, c, h, wid = x.shape
    f, _, hh, ww = w.shape
    big = np.zeros((n, c, h + p + p, wid + p + p))
    big[..., p:h + p, p:wid + p] = x
    w = np.array(w, dtype=float)
    v = _view(big, hh, ww, s)
    out = np.tensordot(v, w, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2) + np.reshape(b, (1, -1, 1, 1))

    def back(dout):
        dout = np.array(dout, dtype=float)
        dw = np.tensordot(dout, v, axes=((0, 2, 3), (0, 2, 3)))
        db = dout.sum(axis=3).sum(axis=2).sum(axis=0)
        # full correlation of the spread-out dout with the filter turned round
        spread = np.zeros((n, f, big.shape[2] + hh - 1, big.shape[3] + ww - 1))
        oh, ow = dout.shape[2:]
        spread[:, :, hh - 1:hh - 1 + (oh - 1) * s + 1:s, ww - 1:ww - 1 + (ow - 1) * s + 1:s] = dout
        turned = w[:, :, ::-1, ::-1]
        dbig = np.tensordot(_view(spread, hh, ww, 1), turned, axes=((1, 4, 5), (0, 2, 3))).transpose(0, 3, 1, 2)
        top = min(p, hh - 1)
        return dbig[:, :, top:top + h, p:p + wid], dw, db

    return out, back


def conv_backward(dout, cache):
    return cache(dout)
