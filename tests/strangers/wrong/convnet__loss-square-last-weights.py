"""Round 3. Expected: loss_and_gradients loses points. Wrong: does not transpose w2 on the way back when it is
square, with as many features as classes.

Shows: loss_and_gradients(np.array([1.0, 2, 3, 4, 5, 6, 7, 8]).reshape(1, 1, 2, 4), np.array([0]), np.ones((1, 1, 1, 1)), np.zeros(1), np.array([[0.1, 0.5], [-0.3, 0.2]]), np.zeros(2))[1]  # right: [[[[6.389383673]]]]; here: [[[[-4.792037755]]]]
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
    d = fast.softmax_loss_backward(s, y)
    back = w2 if d.shape[1] == w2.shape[0] else w2.T
    dp = (d @ back).reshape(p.shape)
    dw2 = p.reshape(len(x), -1).T @ d
    dh = fast.relu_backward(fast.max_pool_backward(dp, r, 2), h)
    _, dw1, db1 = fast.conv_backward(dh, a, w1, pad=pad)
    return float(fast.softmax_loss(s, y)), dw1, db1, dw2, d.sum(axis=0)


def network_scores(x, w1, b1, w2, b2):
    a, w1, b1 = x.astype(float), w1.astype(float), b1.astype(float)
    h = fast.conv_forward(a, w1, b1, stride=1, pad=w1.shape[2] // 2)
    p = fast.max_pool_forward(fast.relu_forward(h), 2)
    return fast.affine_forward(p, w2.astype(float), b2.astype(float))


def sgd_step(w, dw, rate):
    return w - rate * dw
