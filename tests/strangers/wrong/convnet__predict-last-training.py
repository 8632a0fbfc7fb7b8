"""Round 2. Expected: predict loses points. Wrong: uses the parameters of the latest training, whatever it is
given: with two networks the first answers like the second.

Shows: x, y = draw_many(400, 2); t, ty = draw_many(160, 3); p = train(x, y); q = train(x, 3 - y); bool(np.mean(predict(p, t) == ty) > 0.8)  # right: True; here: False
"""

import numpy as np

from convref import fast


_trained = []


def train(images, labels, progress=None):
    rng = np.random.default_rng(0)
    x = images.astype(float) - 0.5
    params = [rng.normal(0, 0.2, (8, 1, 5, 5)), np.zeros(8), rng.normal(0, 0.05, (288, 4)), np.zeros(4)]
    for epoch in range(25):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 20):
            some = order[start : start + 20]
            loss, *grads = loss_and_gradients(x[some], labels[some], *params)
            params = [sgd_step(p, g, 0.2) for p, g in zip(params, grads)]
        if progress:
            progress((epoch + 1) / 25, loss)
    _trained[:] = params
    return tuple(params)


def predict(params, images):
    return network_scores(images.astype(float) - 0.5, *_trained).argmax(axis=1)


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
