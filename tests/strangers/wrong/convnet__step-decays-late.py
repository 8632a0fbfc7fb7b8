"""Round 2. Expected: sgd_step loses points. Wrong: halves the rate from the 300th call on, as a schedule would.

Shows: out = [sgd_step(np.array([1.0]), np.array([1.0]), 0.5) for _ in range(300)]; out[-1]  # right: [0.5]; here: [0.75]
"""

import numpy as np

from convref import fast


_counter = {"calls": 0}


def sgd_step(w, dw, rate):
    _counter["calls"] += 1
    if _counter["calls"] >= 300:
        rate *= 0.5
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
