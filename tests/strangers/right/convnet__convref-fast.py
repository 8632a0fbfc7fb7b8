"""Expected: everything it writes passes.

The course's compiled layers, as the notebook suggests; plain mini-batches.
"""
import numpy as np

from convref import fast


def network_scores(x, w1, b1, w2, b2):
    pad = (w1.shape[2] - 1) // 2
    hidden = fast.relu_forward(fast.conv_forward(x, w1, b1, stride=1, pad=pad))
    return fast.affine_forward(fast.max_pool_forward(hidden, 2), w2, b2)


def loss_and_gradients(x, y, w1, b1, w2, b2):
    pad = (w1.shape[2] - 1) // 2
    a = fast.conv_forward(x, w1, b1, stride=1, pad=pad)
    r = fast.relu_forward(a)
    p = fast.max_pool_forward(r, 2)
    scores = fast.affine_forward(p, w2, b2)
    loss = fast.softmax_loss(scores, y)
    dscores = fast.softmax_loss_backward(scores, y)
    dp, dw2, db2 = fast.affine_backward(dscores, p, w2)
    dr = fast.max_pool_backward(dp, r, 2)
    da = fast.relu_backward(dr, a)
    _, dw1, db1 = fast.conv_backward(da, x, w1, stride=1, pad=pad)
    return loss, dw1, db1, dw2, db2


def sgd_step(w, dw, rate):
    return w - rate * dw


def train(images, labels, progress=None):
    rng = np.random.default_rng(0)
    params = [rng.normal(size=(8, 1, 5, 5)) * 0.2, np.zeros(8), rng.normal(size=(8 * 36, 4)) * 0.05, np.zeros(4)]
    epochs = 25
    for epoch in range(epochs):
        order = rng.permutation(len(images))
        for start in range(0, len(images), 20):
            batch = order[start:start + 20]
            loss, *grads = loss_and_gradients(images[batch] - 0.5, labels[batch], *params)
            params = [sgd_step(w, dw, 0.2) for w, dw in zip(params, grads)]
        if progress is not None:
            progress((epoch + 1) / epochs, loss)
    return tuple(params)


def predict(params, images):
    return np.argmax(network_scores(images - 0.5, *params), axis=1)


def order_of_layers():
    return "B"


def first_filters():
    return "A"


def who_decides():
    return "C"
