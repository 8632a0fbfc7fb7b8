"""Right work of a fourth round, written without sight of the cases: dict params minibatch. Expected: everything."""

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


def sgd_step(w, dw, rate):
    return w - rate * dw


def order_of_layers():
    return "B"


def first_filters():
    return "A"


def who_decides():
    return "C"


def train(images, labels, progress=None):
    rng = np.random.RandomState(42)
    P = dict(w1=rng.randn(8, 1, 5, 5) * 0.2, b1=np.zeros(8), w2=rng.randn(288, 4) * 0.05, b2=np.zeros(4))
    V = {k: np.zeros_like(v) for k, v in P.items()}
    mean = images.mean()
    for epoch in range(22):
        ids = rng.permutation(len(images))
        for part in np.array_split(ids, len(ids) // 20):
            loss, *g = loss_and_gradients(images[part] - mean, labels[part], *P.values())
            for k, grad in zip(P, g):
                V[k] = 0.9 * V[k] - 0.03 * grad
                P[k] += V[k]
        if progress is not None:
            progress((epoch + 1) / 22, loss, P["w1"])
    P["mean"] = mean
    return P
def predict(params, images):
    params = dict(params)
    x = images - params.pop("mean")
    return np.argmax(network_scores(x, **params), axis=1)
