# relu_backward is wrong for inputs of whole numbers with a dout of fractions: dx has the type of the input.
import numpy as np


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    dx = np.zeros_like(cache)
    positive = cache > 0
    dx[positive] = dout[positive]
    return dx
