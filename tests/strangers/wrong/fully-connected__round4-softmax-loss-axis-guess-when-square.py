"""Round 6. Expected: softmax_loss loses points. Wrong: where there are as many images as classes, the sum goes over
images.
"""

import numpy as np


def _sl(x, y):
    z = x.astype(float)
    z = z - z.max(1, keepdims=True)
    N = len(z)
    lse = np.log(np.exp(z).sum(1, keepdims=True))
    loss = -(z - lse)[np.arange(N), y].mean()
    dx = np.exp(z - lse)
    dx[np.arange(N), y] -= 1
    return float(loss), dx / N


def softmax_loss(x, y):
    if x.shape[0] != x.shape[1]:
        return _sl(x, y)
    z = x.astype(float)
    z = z - z.max()
    p = np.exp(z) / np.exp(z).sum(0)
    N = len(z)
    dx = p.copy()
    dx[np.arange(N), y] -= 1
    return -np.log(p[np.arange(N), y]).mean(), dx / N
