"""Round 1. Expected: network_scores loses points. Wrong: the padding comes from a table for filters of 1, 3 and
5; a filter of 7 x 7 or more is an error.

Shows: network_scores(np.ones((1, 1, 4, 4)), np.ones((1, 1, 7, 7)), np.zeros(1), np.ones((4, 2)), np.zeros(2))  # right: [[64.0, 64.0]]; here: raises KeyError
"""

import numpy as np

from convref import fast


def network_scores(x, w1, b1, w2, b2):
    pad = {1: 0, 3: 1, 5: 2}[w1.shape[3]]
    a = fast.relu_forward(fast.conv_forward(x.astype(float), w1.astype(float), b1.astype(float), stride=1, pad=pad))
    return fast.affine_forward(fast.max_pool_forward(a, 2), w2.astype(float), b2.astype(float))


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
