"""Round 1. Expected: loss_and_gradients loses points. Wrong: subtracts the largest score of the batch, not of
each image: images whose scores lie far below give nan.

Shows: np.isfinite(loss_and_gradients(np.array([0.0, 2000.0]).reshape(2, 1, 1, 1) * np.ones((2, 1, 2, 2)), np.array([0, 1]), np.ones((1, 1, 1, 1)), np.zeros(1), np.ones((1, 2)), np.zeros(2))[0])  # right: True; here: False
"""

import numpy as np

from convref import fast


def loss_and_gradients(x, y, w1, b1, w2, b2):
    a, w1, b1, w2, b2 = (v.astype(float) for v in (x, w1, b1, w2, b2))
    pad = w1.shape[2] // 2
    h = fast.conv_forward(a, w1, b1, pad=pad)
    r = fast.relu_forward(h)
    p = fast.max_pool_forward(r, 2)
    s = fast.affine_forward(p, w2, b2)
    with np.errstate(all="ignore"):
        e = np.exp(s - s.max())
        d = e / e.sum(axis=1, keepdims=True)
        loss = -np.log(d[np.arange(len(y)), y]).mean()
    d[np.arange(len(y)), y] -= 1
    dp, dw2, db2 = fast.affine_backward(d / len(y), p, w2)
    dh = fast.relu_backward(fast.max_pool_backward(dp, r, 2), h)
    _, dw1, db1 = fast.conv_backward(dh, a, w1, pad=pad)
    return float(loss), dw1, db1, dw2, db2


def network_scores(x, w1, b1, w2, b2):
    a, w1, b1 = x.astype(float), w1.astype(float), b1.astype(float)
    h = fast.conv_forward(a, w1, b1, stride=1, pad=w1.shape[2] // 2)
    p = fast.max_pool_forward(fast.relu_forward(h), 2)
    return fast.affine_forward(p, w2.astype(float), b2.astype(float))


def sgd_step(w, dw, rate):
    return w - rate * dw
