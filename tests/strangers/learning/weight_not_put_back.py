"""fully-connected. Bug: The weight is not put back after the step down, so all later losses are taken at another
place.

Expected: numerical_gradient failed: dw by not-put-back.
"""

import numpy as np


def affine_forward(x, w, b):
    rows = x.reshape(x.shape[0], -1).astype(np.float64)
    return rows @ w.astype(np.float64) + b, (x, w, b)


def numerical_gradient(x, w, b, target, h):
    w = w.astype(float)
    grad = np.zeros_like(w)
    it = np.nditer(w, flags=['multi_index'], op_flags=['readwrite'])
    while not it.finished:
        ix = it.multi_index
        oldval = w[ix]
        w[ix] = oldval + h
        fxph = 0.5 * np.sum((affine_forward(x, w, b)[0] - target) ** 2)
        w[ix] = oldval - h
        fxmh = 0.5 * np.sum((affine_forward(x, w, b)[0] - target) ** 2)
        grad[ix] = (fxph - fxmh) / (2 * h)
        it.iternext()
    return grad
