"""The gradient is multiplied with the output.

Fails: relu_backward.values
Believes: times-the-output
"""

import numpy as np


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * np.maximum(cache, 0)
