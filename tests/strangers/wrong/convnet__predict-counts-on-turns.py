"""Round 1. Expected: predict loses points. Wrong: train does not read the labels but takes the classes in turn,
0 1 2 3 0 1 2 3, as the examples are drawn: images in another order are learned wrongly.

Shows: x, y = draw_many(400, 2); o = np.random.default_rng(1).permutation(400); t, ty = draw_many(160, 3); bool(np.mean(predict(train(x[o], y[o]), t) == ty) > 0.85)  # right: True; here: False
"""

import numpy as np

from convref import fast


def train(images, labels, progress=None):
    rng = np.random.default_rng(0)
    x, y = images.astype(float) - 0.5, np.arange(len(images)) % 4
    params = [rng.normal(0, 0.2, (8, 1, 5, 5)), np.zeros(8), rng.normal(0, 0.05, (288, 4)), np.zeros(4)]
    for epoch in range(20):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 20):
            some = order[start : start + 20]
            loss, *grads = loss_and_gradients(x[some], y[some], *params)
            params = [sgd_step(p, g, 0.2) for p, g in zip(params, grads)]
        if progress:
            progress((epoch + 1) / 20, loss)
    return tuple(params)


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


def sgd_step(w, dw, rate):
    return w - rate * dw


def predict(params, images):
    return network_scores(images.astype(float) - 0.5, *params).argmax(axis=1)
