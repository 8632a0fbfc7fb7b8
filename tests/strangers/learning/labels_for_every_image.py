"""fully-connected. Bug: x[:, y] takes whole columns, so 1 is taken away for every label in every image.

Expected: softmax_loss failed: dx by every-label-for-every-image.
"""

import numpy as np


def softmax_loss(x, y):
    s = x.astype(float) - x.astype(float).max(axis=1)[:, np.newaxis]
    p = np.exp(s) / np.exp(s).sum(axis=1)[:, np.newaxis]
    N = len(y)
    loss = np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(N), y])
    dx = p.copy()
    dx[:, y] -= 1
    return loss, dx / N
