"""The logarithm of a probability is finite.

Fails: softmax_loss.far-apart
Believes: log-of-the-probability
"""

import numpy as np


def softmax_loss(x, y):
    n = np.arange(len(x))
    s = x - x.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    one = np.zeros(x.shape)
    one[n, y] = 1
    with np.errstate(divide="ignore"):
        return -np.log(p[n, y]).mean(), (p - one) / len(x)
