"""Round 1. Expected: network_scores loses points. Wrong: with an odd height or width the first row or column is
left out instead of the last.

Shows: network_scores(np.arange(9.0).reshape(1, 1, 3, 3), np.ones((1, 1, 1, 1)), np.zeros(1), np.ones((1, 1)), np.zeros(1))  # right: [[4.0]]; here: [[8.0]]
"""

import numpy as np

from convref import fast


def network_scores(x, w1, b1, w2, b2):
    a = fast.conv_forward(x.astype(float), w1.astype(float), b1.astype(float), pad=w1.shape[2] // 2)
    a = a[:, :, a.shape[2] % 2 :, a.shape[3] % 2 :]
    n, f, h, w = a.shape
    pooled = a.reshape(n, f, h // 2, 2, w // 2, 2).max(axis=(3, 5))
    return np.maximum(pooled, 0).reshape(n, -1) @ w2.astype(float) + b2


def loss_and_gradients(x, y, w1, b1, w2, b2):
    a, w1, b1, w2, b2 = (v.astype(float) for v in (x, w1, b1, w2, b2))
    pad = w1.shape[2] // 2
    h = fast.conv_forward(a, w1, b1, stride=1, pad=pad)
    r = fast.relu_forward(h)
    p = fast.max_pool_forward(r, 2)
    scores = fast.affine_forward(p, w2, b2)
    dp, dw2, db2 = fast.affine_backward(fast.softmax_loss_backward(scores, y), p, w2)
    dh = fast.relu_backward(fast.max_pool_backward(dp, r, 2), h)
    _, dw1, db1 = fast.conv_backward(dh, a, w1, stride=1, pad=pad)
    return float(fast.softmax_loss(scores, y)), dw1, db1, dw2, db2


def sgd_step(w, dw, rate):
    return w - rate * dw
