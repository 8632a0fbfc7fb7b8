"""Round 2. Expected: network_scores loses points. Wrong: subtracts 0.5 in the caller's images when all pixels
lie between 0 and 1, and adds it again: some come back with another last bit.

Shows: x = np.linspace(0.001, 0.999, 16).reshape(1, 1, 4, 4) ** 3; old = x.copy(); s = network_scores(x, np.ones((1, 1, 1, 1)), np.zeros(1), np.ones((4, 1)), np.zeros(1)); np.array_equal(x, old)  # right: True; here: False
"""

import numpy as np

from convref import fast


def network_scores(x, w1, b1, w2, b2):
    centred = x.dtype == np.float64 and x.min() >= 0 and x.max() <= 1
    w1, b1 = w1.astype(float), b1.astype(float)
    pad = w1.shape[2] // 2
    if centred:  # smaller numbers round less
        x -= 0.5
        a = fast.conv_forward(x, w1, b1, pad=pad) + fast.conv_forward(
            np.full(x.shape, 0.5), w1, np.zeros(len(b1)), pad=pad
        )
        x += 0.5
    else:
        a = fast.conv_forward(x.astype(float), w1, b1, pad=pad)
    p = fast.max_pool_forward(fast.relu_forward(a), 2)
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
