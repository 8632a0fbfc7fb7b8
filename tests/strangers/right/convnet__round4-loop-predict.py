"""Right work of a fourth round, written without sight of the cases: loop predict. Expected: everything."""

import numpy as np
from convref import fast


def _forward(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (np.asarray(a, float) for a in (x, w1, b1, w2, b2))
    p = w1.shape[2] // 2
    a = fast.conv_forward(x, w1, b1, stride=1, pad=p)
    r = fast.relu_forward(a)
    m = fast.max_pool_forward(r, 2)
    return x, w1, w2, p, a, r, m, fast.affine_forward(m, w2, b2)


def network_scores(x, w1, b1, w2, b2):
    return _forward(x, w1, b1, w2, b2)[-1]


def loss_and_gradients(x, y, w1, b1, w2, b2):
    x, w1, w2, p, a, r, m, s = _forward(x, w1, b1, w2, b2)
    loss = fast.softmax_loss(s, y)
    d = fast.softmax_loss_backward(s, y)
    d, dw2, db2 = fast.affine_backward(d, m, w2)
    d = fast.max_pool_backward(d.reshape(m.shape), r, 2)
    d = fast.relu_backward(d, a)
    _, dw1, db1 = fast.conv_backward(d, x, w1, stride=1, pad=p)
    return loss, dw1, db1, dw2, db2


def train(images, labels, progress=None):
    rng = np.random.default_rng(0)
    x = images - 0.5
    params = [rng.normal(0, 0.1, (8, 1, 5, 5)), np.zeros(8), rng.normal(0, 0.1, (288, 4)), np.zeros(4)]
    for _ in range(25):
        order = rng.permutation(len(x))
        for s in range(0, len(x), 20):
            n = order[s:s + 20]
            grads = loss_and_gradients(x[n], labels[n], *params)[1:]
            params = [sgd_step(w, g, 0.2) for w, g in zip(params, grads)]
    return tuple(params)


def order_of_layers():
    return "B"


def first_filters():
    return "A"


def who_decides():
    return "C"


def predict(params, images):
    result = []
    for image in images:
        s = network_scores(image[None] - 0.5, *params)[0]
        result.append(int(np.argmax(s)))
    return np.array(result)
def sgd_step(w, dw, rate):
    new = np.array(w, dtype=float)
    new -= np.multiply(rate, dw)
    return new
