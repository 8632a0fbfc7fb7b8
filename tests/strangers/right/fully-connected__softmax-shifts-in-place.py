"""Expected: everything it writes passes; one deduction for a modified argument.

softmax_loss subtracts the maximum from the caller's scores in place.
"""
import numpy as np


def softmax_loss(x, y):
    x -= np.max(x, axis=1, keepdims=True)
    exps = np.exp(x)
    sums = np.sum(exps, axis=1)
    num = x.shape[0]
    loss = np.sum(np.log(sums) - x[np.arange(num), y]) / num
    dx = exps / sums.reshape(num, 1)
    dx[np.arange(num), y] -= 1
    dx = dx / num
    return loss, dx
