"""The largest score of the batch is subtracted from all.

Fails: softmax_loss.loss, softmax_loss.dx, softmax_loss.far-apart
Believes: one-maximum
"""

import numpy as np


def softmax_loss(x, y):
    n = np.arange(len(x))
    s = x - x.max()
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    one = np.zeros(x.shape)
    one[n, y] = 1
    return -np.log(p[n, y]).mean(), (p - one) / len(x)
