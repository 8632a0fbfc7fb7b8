"""The gradient passes where dout is positive, not where the input was."""

import numpy as np


def relu_forward(x):
    return np.where(x < 0, 0, x), x


def relu_backward(dout, cache):
    dx = np.array(dout, copy=True)
    dx[dout <= 0] = 0
    return dx
