"""Style: a folder of two files; this one imports its own second file by its plain name."""
import numpy as np

import my_windows as mw
from my_windows import cut, frame


def conv_single(x, w, b):
    mw.same("shape", x.shape, w.shape)
    return mw.weighted(x, w) + b


def conv_map(x, w, b):
    mw.same("depth", x.shape[0], w.shape[0])
    mw.fits(x.shape[1:], w.shape[1:])
    views = cut(x[None].astype(float), w.shape[1:], 1)[0]
    return np.apply_over_axes(np.sum, views * w[:, None, None].astype(float), (0, 3, 4))[0, :, :, 0, 0] + b


def conv_forward(x, w, b, conv_param):
    framed = frame(x, conv_param["pad"])
    views = cut(framed, w.shape[2:], conv_param["stride"])
    out = np.zeros((len(x), len(w)) + views.shape[2:4])
    for f, (weights, bias) in enumerate(zip(w, b)):
        out[:, f] = (views * weights[:, None, None].astype(float)).sum((1, 4, 5)) + bias
    return out, mw.Memory(x=x, w=w, framed=framed, views=views, **conv_param)


def conv_backward(dout, cache):
    return cache.dx(dout), cache.dw(dout), dout.astype(float).sum((0, 2, 3))
