"""Round 3. Expected: network_scores loses points. Wrong: images higher than wide are turned on their side first,
and so are the filters, but not the rows of w2.

Shows: network_scores(np.arange(24.0).reshape(1, 1, 6, 4), np.ones((1, 1, 1, 1)), np.zeros(1), np.arange(6.0).reshape(6, 1), np.zeros(1))  # right: [[277.0]]; here: [[251.0]]
"""

import numpy as np

from convref import fast


def network_scores(x, w1, b1, w2, b2):
    a, k = x.astype(float), w1.astype(float)
    if a.shape[2] > a.shape[3]:
        a, k = np.ascontiguousarray(a.swapaxes(2, 3)), np.ascontiguousarray(k.swapaxes(2, 3))
    h = fast.conv_forward(a, k, b1.astype(float), pad=k.shape[2] // 2)
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


def sgd_step(w, dw, rate):
    return w - rate * dw
