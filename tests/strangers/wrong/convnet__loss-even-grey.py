"""Round 3. Expected: loss_and_gradients loses points. Wrong: all equal maxima of a pooling window get the whole
gradient: too much for images with even areas.

Shows: loss_and_gradients(np.ones((1, 1, 2, 2)), np.array([0]), np.ones((1, 1, 1, 1)), np.zeros(1), np.array([[1.0, -1.0]]), np.zeros(2))[2]  # right: [-0.238405844]; here: [-0.953623376]
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
    dp, dw2, db2 = fast.affine_backward(fast.softmax_loss_backward(s, y), p, w2)
    dr = np.zeros(r.shape)
    rows, cols = 2 * p.shape[2], 2 * p.shape[3]
    large, share = (np.repeat(np.repeat(v, 2, axis=2), 2, axis=3) for v in (p, dp))
    dr[:, :, :rows, :cols] = np.where(r[:, :, :rows, :cols] == large, share, 0)
    _, dw1, db1 = fast.conv_backward(np.where(h > 0, dr, 0), a, w1, pad=pad)
    return float(fast.softmax_loss(s, y)), dw1, db1, dw2, db2


def network_scores(x, w1, b1, w2, b2):
    a, w1, b1 = x.astype(float), w1.astype(float), b1.astype(float)
    h = fast.conv_forward(a, w1, b1, stride=1, pad=w1.shape[2] // 2)
    p = fast.max_pool_forward(fast.relu_forward(h), 2)
    return fast.affine_forward(p, w2.astype(float), b2.astype(float))


def sgd_step(w, dw, rate):
    return w - rate * dw
