"""A weight keeps its last change while the next is measured."""

import numpy as np


def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1) @ w + b, (x, w, b)


def numerical_gradient(x, w, b, target, h):
    w = w.astype(float)
    dw = np.zeros_like(w)
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            w[i, j] += h
            up = 0.5 * np.sum((affine_forward(x, w, b)[0] - target) ** 2)
            w[i, j] -= 2 * h
            down = 0.5 * np.sum((affine_forward(x, w, b)[0] - target) ** 2)
            dw[i, j] = (up - down) / (2 * h)
    return dw
