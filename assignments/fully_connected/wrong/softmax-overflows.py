"""Exponentials of scores are numbers like others.

Fails: softmax_loss.loss, softmax_loss.dx, softmax_loss.far-apart
Believes: not-shifted
"""

import numpy as np


def softmax_loss(x, y):
    n = np.arange(len(x))
    p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    one = np.zeros(x.shape)
    one[n, y] = 1
    return -np.log(p[n, y]).mean(), (p - one) / len(x)
