"""Round 1. Expected: network_scores loses points. Wrong: the activation is cut at 60, which inputs of normal
size do not reach.

Shows: network_scores(np.full((1, 1, 2, 2), 100.0), np.ones((1, 1, 1, 1)), np.zeros(1), np.ones((1, 1)), np.zeros(1))  # right: [[100.0]]; here: [[60.0]]
"""

import numpy as np

from convref import fast


def network_scores(x, w1, b1, w2, b2):
    a = fast.conv_forward(x.astype(float), w1.astype(float), b1.astype(float), pad=(w1.shape[2] - 1) // 2)
    p = fast.max_pool_forward(np.clip(a, 0, 60), 2)
    return p.reshape(len(x), -1) @ w2.astype(float) + b2


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
