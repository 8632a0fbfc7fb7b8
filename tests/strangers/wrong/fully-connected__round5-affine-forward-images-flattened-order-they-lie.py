"""Wrong: affine_forward. Images are flattened in the order in which they lie in memory (order="A"). On which
inputs: x in Fortran order with three or more axes, such as a transposed batch. Due instead: channel by
channel, row by row.
"""
import numpy as np


def affine_forward(x, w, b):
    rows = np.reshape(x, (x.shape[0], -1), order="A").astype(np.float64)
    return rows @ w.astype(np.float64) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dout = dout.astype(np.float64)
    dx = (dout @ w.T.astype(np.float64)).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.astype(np.float64) @ dout
    return dx, dw, dout.sum(axis=0)


def numerical_gradient(x, w, b, target, h):
    def loss(weights):
        out, _ = affine_forward(x, weights, b)
        return 0.5 * ((out - target) ** 2).sum()

    w = w.astype(np.float64)
    grad = np.zeros(w.shape)
    for at in np.ndindex(w.shape):
        keep = w[at]
        w[at] = keep + h
        up = loss(w)
        w[at] = keep - h
        down = loss(w)
        w[at] = keep
        grad[at] = (up - down) / (2 * h)
    return grad
