"""The gradient passes everywhere.

Fails: relu_backward.values
Believes: mask-forgotten
"""

import numpy as np


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * np.ones(cache.shape)
