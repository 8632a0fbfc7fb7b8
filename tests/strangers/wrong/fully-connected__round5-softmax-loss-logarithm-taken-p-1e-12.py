"""Wrong: softmax_loss. The logarithm is taken of p + 1e-12. On which inputs: images whose right class has a
probability near or below 1e-12 (score 25 or more behind): the loss stops at 27.6. Due instead: the difference
of the scores. Elsewhere wrong by 1e-12 only.
"""
import numpy as np


def softmax_loss(x, y):
    p = np.exp(x - x.max(axis=1, keepdims=True).astype(float))
    p /= p.sum(axis=1, keepdims=True)
    n = np.arange(len(p))
    loss = -np.mean(np.log(p[n, y] + 1e-12))
    p[n, y] -= 1
    return float(loss), p / len(n)
