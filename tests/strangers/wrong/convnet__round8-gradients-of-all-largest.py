"""loss_and_gradients is wrong: every pixel of a window that equals its maximum gets the whole gradient, so ties
count more than once; for x = np.ones((1, 1, 2, 2)), y = np.array([0]), w1 = np.ones((1, 1, 1, 1)), b1 =
np.zeros(1), w2 = np.array([[1.0, 0.0]]), b2 = np.zeros(2) it gives dw1 and db1 = -1.0757... where -0.2689... is
due.
"""

import numpy as np

from convref import fast


def network_scores(x, w1, b1, w2, b2):
    maps = fast.conv_forward(x, w1, b1, pad=w1.shape[2] // 2)
    pooled = fast.max_pool_forward(fast.relu_forward(maps), 2)
    return fast.affine_forward(pooled, w2, b2)


def loss_and_gradients(x, y, w1, b1, w2, b2):
    pad = w1.shape[2] // 2
    maps = fast.conv_forward(x, w1, b1, pad=pad)
    active = fast.relu_forward(maps)
    pooled = fast.max_pool_forward(active, 2)
    scores = fast.affine_forward(pooled, w2, b2)
    dscores = fast.softmax_loss_backward(scores, y)
    dpooled, dw2, db2 = fast.affine_backward(dscores, pooled, w2)
    dactive = np.zeros(active.shape)
    for i in range(2):
        for j in range(2):
            rows, columns = slice(i, 2 * pooled.shape[2], 2), slice(j, 2 * pooled.shape[3], 2)
            dactive[:, :, rows, columns] = dpooled * (active[:, :, rows, columns] == pooled)
    _, dw1, db1 = fast.conv_backward(dactive * (maps > 0), x, w1, pad=pad)
    return fast.softmax_loss(scores, y), dw1, db1, dw2, db2


def sgd_step(w, dw, rate):
    return w - rate * dw


def train(images, labels, progress=None):
    rng = np.random.default_rng(0)
    params = [rng.normal(0, 0.1, (8, 1, 5, 5)), np.zeros(8), rng.normal(0, 0.1, (8 * 36, 4)), np.zeros(4)]
    if progress is not None:
        progress(0, np.log(4), params[0])
    for epoch in range(25):
        order = rng.permutation(len(images))
        losses = []
        for start in range(0, len(images), 20):
            some = order[start : start + 20]
            loss, *gradients = loss_and_gradients(images[some] - 0.5, labels[some], *params)
            params = [sgd_step(w, dw, 0.2) for w, dw in zip(params, gradients)]
            losses.append(loss)
        if progress is not None:
            progress((epoch + 1) / 25, np.mean(losses), params[0])
    return tuple(params)


def predict(params, images):
    return network_scores(images - 0.5, *params).argmax(axis=1)


def order_of_layers():
    return "B"


def first_filters():
    return "A"


def who_decides():
    return "C"
