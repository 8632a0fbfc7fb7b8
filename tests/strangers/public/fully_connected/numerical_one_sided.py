"""The difference is taken to one side."""

import numpy as np


def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1) @ w + b, (x, w, b)


def numerical_gradient(x, w, b, target, h):
    def loss(weights):
        out, _ = affine_forward(x, weights, b)
        return 0.5 * np.sum((out - target) ** 2)

    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    f0 = loss(w)
    it = np.nditer(w, flags=["multi_index"])
    while not it.finished:
        ix = it.multi_index
        old = w[ix]
        w[ix] = old + h
        grad[ix] = (loss(w) - f0) / h
        w[ix] = old
        it.iternext()
    return grad
