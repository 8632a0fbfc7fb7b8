"""Round 5. Expected: numerical_gradient loses points. Wrong: the loss is that of the first eight images."""

import numpy as np


def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1).astype(float) @ w.astype(float) + b, (x, w, b)


def numerical_gradient(x, w, b, target, h):
    w = np.array(w, float)
    dw = np.zeros(w.shape)
    for at in np.ndindex(w.shape):
        old = w[at]
        losses = []
        for move in (h, -h):
            w[at] = old + move
            out = affine_forward(x, w, b)[0]
            losses.append(0.5 * ((out[:8] - target[:8]) ** 2).sum())
        w[at] = old
        dw[at] = (losses[0] - losses[1]) / (2 * h)
    return dw
