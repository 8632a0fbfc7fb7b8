"""A small number makes every logarithm safe.

Fails: softmax_loss.far-apart
Believes: epsilon-added
"""

import numpy as np


def softmax_loss(x, y):
    n = np.arange(len(x))
    s = x - x.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    one = np.zeros(x.shape)
    one[n, y] = 1
    return -np.log(p[n, y] + 1e-8).mean(), (p - one) / len(x)
