"""Round 4. Expected: softmax_loss loses points. Wrong: scores of bytes wrap around when the largest is subtracted."""

import numpy as np


def softmax_loss(x, y):
    z = x - x.max(axis=1, keepdims=True)
    p = np.exp(z.astype(float))
    N = len(p)
    s = p.sum(1, keepdims=True)
    loss = (np.log(s[:, 0]) - z[np.arange(N), y]).mean()
    dx = p / s
    dx[np.arange(N), y] -= 1
    return loss, dx / N
