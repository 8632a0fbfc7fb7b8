import numpy as np
from convref import fast


def order_of_layers():
    return "B"


def first_filters():
    return "A"


def who_decides():
    return "C"


def tape(x, w1, b1, w2, b2):
    """Return scores, and a list of functions that send a gradient one layer back."""
    pad = (w1.shape[-1] - 1) // 2
    back, grads = [], {}

    a = fast.conv_forward(x, w1, b1, pad=pad)

    def conv_back(g):
        g, grads["w1"], grads["b1"] = fast.conv_backward(g, x, w1, pad=pad)
        return g

    back.append(conv_back)
    r = fast.relu_forward(a)
    back.append(lambda g: fast.relu_backward(g, a))
    m = fast.max_pool_forward(r, 2, stride=2)
    back.append(lambda g: fast.max_pool_backward(g, r, 2, stride=2))
    s = fast.affine_forward(m, w2, b2)

    def affine_back(g):
        g, grads["w2"], grads["b2"] = fast.affine_backward(g, m, w2)
        return g.reshape(m.shape)

    back.append(affine_back)
    return s, back, grads


def network_scores(x, w1, b1, w2, b2):
    return tape(x, w1, b1, w2, b2)[0]


def loss_and_gradients(x, y, w1, b1, w2, b2):
    scores, back, grads = tape(x, w1, b1, w2, b2)
    g = fast.softmax_loss_backward(scores, y)
    while back:
        g = back.pop()(g)
    return (fast.softmax_loss(scores, y), *(grads[k] for k in ("w1", "b1", "w2", "b2")))


def sgd_step(w, dw, rate):
    w = w.astype(float, copy=True)
    w -= rate * dw.astype(float)
    return w


EPOCHS, BATCH, RATE = 25, 20, 0.2


def train(images, labels, progress=None):
    progress = progress or (lambda *_: None)
    rng = np.random.default_rng(2026)
    mean = float(images.mean())
    x = images - mean
    p = (rng.normal(scale=0.2, size=(8, 1, 5, 5)), np.zeros(8), rng.normal(scale=0.08, size=(288, 4)), np.zeros(4))
    progress(0.0, fast.softmax_loss(network_scores(x, *p), labels), p[0])
    for epoch in range(1, EPOCHS + 1):
        for some in rng.permutation(len(x))[:len(x) // BATCH * BATCH].reshape(-1, BATCH):
            loss, *g = loss_and_gradients(x[some], labels[some], *p)
            p = tuple(map(lambda w, dw: sgd_step(w, dw, RATE), p, g))
        progress(epoch / EPOCHS, loss, p[0])
    return p + (mean,)


def predict(params, images):
    *p, mean = params
    return network_scores(images - mean, *p).argmax(axis=-1)
