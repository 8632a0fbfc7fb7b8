"""The mask is made of the gradient, not of the input."""

import numpy as np


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    x = cache
    dx = dout * (dout > 0)
    return dx
