"""Round 2. Expected: sgd_step loses points. Wrong: with a rate of 0 it returns the parameter itself: change the
new one, and the old one changes.

Shows: w = np.array([1.0]); new = sgd_step(w, np.array([1.0]), 0.0); new += 5; w  # right: [1.0]; here: [6.0]
"""

import numpy as np

from convref import fast


def sgd_step(w, dw, rate):
    if rate == 0 or not np.any(dw):
        return w
    return w - rate * dw


def network_scores(x, w1, b1, w2, b2):
    a, w1, b1 = x.astype(float), w1.astype(float), b1.astype(float)
    h = fast.conv_forward(a, w1, b1, stride=1, pad=w1.shape[2] // 2)
    p = fast.max_pool_forward(fast.relu_forward(h), 2)
    return fast.affine_forward(p, w2.astype(float), b2.astype(float))


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
