"""The gradient is 1 where the input is positive.

Fails: relu_backward.values
Believes: mask-alone
"""

import numpy as np


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return (cache > 0) * np.ones(cache.shape)
