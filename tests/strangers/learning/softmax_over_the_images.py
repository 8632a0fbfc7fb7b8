"""fully-connected. Bug: Probabilities are normalised over the batch (axis 0), not over the classes.

Expected: softmax_loss failed: by over-the-images.
"""

import numpy as np


def softmax_loss(x, y):
    e = np.exp(x - np.max(x, axis=1, keepdims=True).astype(float))
    p = e / np.sum(e, axis=0)
    m = y.shape[0]
    loss = -np.log(p[np.arange(m), y]).sum() / m
    dx = p
    dx[np.arange(m), y] -= 1
    dx /= m
    return loss, dx
