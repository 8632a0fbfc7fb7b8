"""Expected: everything it writes passes; one deduction for a modified argument.

relu_forward writes its result over its input, and the cache is the same array: positive where the input was.
"""
import numpy as np


def relu_forward(x):
    np.maximum(x, 0, out=x)
    return x, x


def relu_backward(dout, cache):
    return dout * (cache > 0)
