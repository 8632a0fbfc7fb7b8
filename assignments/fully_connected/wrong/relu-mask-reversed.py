"""The gradient passes where the input was cut off.

Fails: relu_backward.values
Believes: mask-reversed
"""

import numpy as np


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache < 0)
