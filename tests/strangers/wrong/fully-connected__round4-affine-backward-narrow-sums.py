"""Round 5. Expected: affine_backward loses points. Wrong: db adds up in the type of dout: bytes wrap around."""

import numpy as np


def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1).astype(float) @ w.astype(float) + b, (x, w, b)


def _ab(dout, cache):
    x, w, b = cache
    d = dout.astype(float)
    return (d @ w.T.astype(float)).reshape(x.shape), x.reshape(x.shape[0], -1).T.astype(float) @ d, d.sum(0)


def affine_backward(dout, cache):
    dx, dw, db = _ab(dout, cache)
    return dx, dw, np.add.reduce(dout, axis=0, dtype=dout.dtype)
