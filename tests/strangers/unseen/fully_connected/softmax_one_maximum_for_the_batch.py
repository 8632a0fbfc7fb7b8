"""The largest score of the whole batch is subtracted instead of the largest of each row, so a row far below it
becomes 0 / 0.
"""

import numpy as np


def softmax_loss(x, y):
    shifted = x - x.max()
    with np.errstate(all="ignore"):
        e = np.exp(shifted)
        probs = e / e.sum(axis=1, keepdims=True)
        picked = np.log(e[range(len(x)), y]) - np.log(e.sum(axis=1))
    dx = probs
    dx[range(len(x)), y] -= 1
    return -picked.mean(), dx / len(x)
