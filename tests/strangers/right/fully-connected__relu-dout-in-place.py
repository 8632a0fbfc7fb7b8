"""Expected: everything it writes passes; one deduction for a modified argument.

dx = dout is no copy: relu_backward zeroes the caller's gradient (which the docstring does not forbid).
"""
import numpy as np


def relu_forward(x):
    out = np.copy(x)
    out[out < 0] = 0
    return out, x


def relu_backward(dout, cache):
    x = cache
    dx = dout
    dx[x <= 0] = 0
    return dx
