"""A logarithm has base 2.

Fails: softmax_loss.loss, softmax_loss.far-apart
Believes: log-base-2
"""

import numpy as np


def softmax_loss(x, y):
    n = np.arange(len(x))
    s = x - x.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    one = np.zeros(x.shape)
    one[n, y] = 1
    return -(log_p[n, y] / np.log(2)).mean(), (p - one) / len(x)
