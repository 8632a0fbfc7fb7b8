"""Round 6. Expected: numerical_gradient loses points. Wrong: every row of an image is taken for the first."""

import numpy as np


def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1).astype(float) @ w.astype(float) + b, (x, w, b)


def numerical_gradient(x, w, b, target, h):
    if x.ndim == 4 and x.shape[2] > 1:
        x = np.repeat(x[:, :, :1], x.shape[2], axis=2)
    w = np.array(w, float)
    dw = np.zeros(w.shape)
    for at in np.ndindex(w.shape):
        old = w[at]
        losses = []
        for move in (h, -h):
            w[at] = old + move
            losses.append(0.5 * ((affine_forward(x, w, b)[0] - target) ** 2).sum())
        w[at] = old
        dw[at] = (losses[0] - losses[1]) / (2 * h)
    return dw
