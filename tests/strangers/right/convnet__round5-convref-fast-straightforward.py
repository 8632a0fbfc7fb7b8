import numpy as np
from convref import fast


def order_of_layers():
    return "B"


def first_filters():
    return "A"


def who_decides():
    return "C"


def _forward(x, w1, b1, w2, b2):
    pad = (w1.shape[2] - 1) // 2
    conv = fast.conv_forward(x, w1, b1, stride=1, pad=pad)
    act = fast.relu_forward(conv)
    pooled = fast.max_pool_forward(act, 2)
    return conv, act, pooled, fast.affine_forward(pooled, w2, b2)


def network_scores(x, w1, b1, w2, b2):
    return _forward(x, w1, b1, w2, b2)[-1]


def loss_and_gradients(x, y, w1, b1, w2, b2):
    conv, act, pooled, scores = _forward(x, w1, b1, w2, b2)
    loss = fast.softmax_loss(scores, y)
    d = fast.softmax_loss_backward(scores, y)
    d, dw2, db2 = fast.affine_backward(d, pooled, w2)
    d = fast.max_pool_backward(d.reshape(pooled.shape), act, 2)
    d = fast.relu_backward(d, conv)
    _, dw1, db1 = fast.conv_backward(d, x, w1, stride=1, pad=(w1.shape[2] - 1) // 2)
    return loss, dw1, db1, dw2, db2


def sgd_step(w, dw, rate):
    return w - rate * dw.astype(float)


def train(images, labels, progress=None):
    rng = np.random.default_rng(0)
    x = images - 0.5
    params = [rng.normal(0, 0.2, (8, 1, 5, 5)), np.zeros(8), rng.normal(0, 0.08, (8 * 36, 4)), np.zeros(4)]
    loss = np.log(4)
    if progress:
        progress(0.0, loss, params[0])
    epochs = 25
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        losses = []
        for start in range(0, len(x), 20):
            some = order[start:start + 20]
            loss, *grads = loss_and_gradients(x[some], labels[some], *params)
            params = [sgd_step(w, dw, 0.2) for w, dw in zip(params, grads)]
            losses.append(loss)
        if progress:
            progress((epoch + 1) / epochs, float(np.mean(losses)), params[0])
    return tuple(params)


def predict(params, images):
    return network_scores(images - 0.5, *params).argmax(axis=1)
