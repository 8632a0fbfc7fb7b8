"""The gradient passes where it is positive.

Fails: relu_backward.values
Believes: mask-of-dout
"""

import numpy as np


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return np.maximum(dout, 0)
