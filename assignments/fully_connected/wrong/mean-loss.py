"""The loss is a mean.

Fails: numerical_gradient.values
"""

import numpy as np


def numerical_gradient(x, w, b, target, h):
    def loss(weights):
        out = x.reshape(len(x), -1) @ weights + b
        return ((out - target) ** 2).mean() / 2

    dw = np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[place] = h
        dw[place] = (loss(w + step) - loss(w - step)) / (2 * h)
    return dw
