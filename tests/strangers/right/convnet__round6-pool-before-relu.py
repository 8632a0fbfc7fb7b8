"""Pooling before ReLU, which is the same; helper closures; own softmax."""

import numpy as np
from convref import fast


def _layers(x, w1, b1, w2, b2):
    pad = w1.shape[-1] // 2
    a = fast.conv_forward(x, w1, b1, pad=pad)
    p = fast.max_pool_forward(a, 2)
    r = np.maximum(p, 0)
    flat = r.reshape(r.shape[0], -1)
    return pad, a, p, r, flat, fast.affine_forward(flat, w2, b2)


def network_scores(x, w1, b1, w2, b2):
    return _layers(x, w1, b1, w2, b2)[-1]


def loss_and_gradients(x, y, w1, b1, w2, b2):
    pad, a, p, r, flat, scores = _layers(x, w1, b1, w2, b2)
    z = scores - scores.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    n = len(y)
    loss = -logp[np.arange(n), y].mean()
    d = np.exp(logp)
    d[np.arange(n), y] -= 1
    d /= n
    dflat, dw2, db2 = fast.affine_backward(d, flat, w2)
    dp = dflat.reshape(r.shape) * (p > 0)
    da = fast.max_pool_backward(dp, a, 2)
    _, dw1, db1 = fast.conv_backward(da, x, w1, pad=pad)
    return loss, dw1, db1, dw2, db2


def sgd_step(w, dw, rate):
    return np.subtract(w, rate * dw)


def train(images, labels, progress=None):
    rng = np.random.default_rng(1)
    params = [rng.normal(0, 0.1, (8, 1, 5, 5)), np.zeros(8), rng.normal(0, 0.05, (8 * 36, 4)), np.zeros(4)]
    x = images - 0.5
    for epoch in range(25):
        order = rng.permutation(len(x))
        for k in range(0, len(x), 20):
            batch = order[k:k + 20]
            _, *grads = loss_and_gradients(x[batch], labels[batch], *params)
            params = [sgd_step(p, g, 0.2) for p, g in zip(params, grads)]
    return tuple(params)


def predict(params, images):
    return network_scores(images - 0.5, *params).argmax(axis=1)
