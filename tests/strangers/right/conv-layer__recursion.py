"""Expected: everything it writes passes.

Sums by recursion: a block is halved until one product is left, and a map is built row after row by itself.
"""
import numpy as np


def _dot(xs, ws):
    if len(xs) == 0:
        return 0.0
    if len(xs) == 1:
        return float(xs[0]) * float(ws[0])
    h = len(xs) // 2
    return _dot(xs[:h], ws[:h]) + _dot(xs[h:], ws[h:])


def conv_single(x, w, b):
    if x.shape == w.shape:
        return _dot(x.ravel(), w.ravel()) + b
    raise ValueError("x and w must have the same shape")


def conv_map(x, w, b):
    C, H, W = x.shape
    D, HH, WW = w.shape
    if C != D or HH > H or WW > W:
        raise ValueError("w %r does not fit x %r" % (w.shape, x.shape))

    def row(i, j):
        if j > W - WW:
            return []
        return [conv_single(x[:, i:i + HH, j:j + WW], w, b)] + row(i, j + 1)

    def rows(i):
        return [] if i > H - HH else [row(i, 0)] + rows(i + 1)

    return np.array(rows(0))


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    maps = [[conv_map(image, kernel, bias)[::stride, ::stride] for kernel, bias in zip(w, b)] for image in xp]
    return np.array(maps), (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    db = np.array([_dot(dout[:, f].ravel(), np.ones(dout[:, f].size)) for f in range(len(w))])
    HH, WW = w.shape[2:]

    def visit(places):
        if len(places) > 1:
            visit(places[:len(places) // 2])
            visit(places[len(places) // 2:])
        elif places:
            n, f, i, j = places[0]
            at = np.s_[n, :, i * stride:i * stride + HH, j * stride:j * stride + WW]
            dxp[at] += dout[n, f, i, j] * w[f]
            dw[f] += dout[n, f, i, j] * xp[at]

    visit(list(np.ndindex(*dout.shape)))
    return dxp[:, :, pad:pad + x.shape[2], pad:pad + x.shape[3]], dw, db
