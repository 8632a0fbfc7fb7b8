"""Expected: everything it writes passes.

The usual guard log(p + 1e-12): the loss of a class of probability below 1e-12 is capped at 27.6, all other losses are right.
"""
import numpy as np

EPS = 1e-12


def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_loss(x, y):
    p = softmax(x)
    N = len(y)
    correct = p[range(N), y]
    loss = np.mean(-np.log(correct + EPS))
    dx = p
    dx[range(N), y] -= 1.0
    return loss, dx / N


def relu_forward(x):
    return np.where(x > 0, x, 0), x


def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0)
