"""The largest score of the batch is subtracted from all.

Fails: softmax_loss.loss, softmax_loss.dx
"""

import numpy as np


def softmax_loss(x, y):
    n = np.arange(len(x))
    s = x - x.max()
    with np.errstate(all="ignore"):
        p = np.exp(s) / np.maximum(np.exp(s).sum(axis=1, keepdims=True), 1e-300)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    one = np.zeros(x.shape)
    one[n, y] = 1
    return -np.log(np.maximum(p[n, y], 1e-300)).mean(), (p - one) / len(x)
