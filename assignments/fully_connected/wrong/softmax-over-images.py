"""Probabilities add up to 1 over the images.

Fails: softmax_loss.loss, softmax_loss.dx, softmax_loss.far-apart
Believes: over-the-images
"""

import numpy as np


def softmax_loss(x, y):
    n = np.arange(len(x))
    s = x - x.max(axis=0, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=0, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=0, keepdims=True))
    one = np.zeros(x.shape)
    one[n, y] = 1
    return -log_p[n, y].mean(), (p - one) / len(x)
