"""Right work of a fourth round, written without sight of the cases: own layers. Expected: everything."""

import numpy as np
from convref import fast


def _forward(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (np.asarray(a, float) for a in (x, w1, b1, w2, b2))
    p = w1.shape[2] // 2
    a = fast.conv_forward(x, w1, b1, stride=1, pad=p)
    r = fast.relu_forward(a)
    m = fast.max_pool_forward(r, 2)
    return x, w1, w2, p, a, r, m, fast.affine_forward(m, w2, b2)


def sgd_step(w, dw, rate):
    return w - rate * dw


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


def predict(params, images):
    return network_scores(images - 0.5, *params).argmax(1)


def order_of_layers():
    return "B"


def first_filters():
    return "A"


def who_decides():
    return "C"


def _conv(x, w, b):
    p = w.shape[2] // 2
    v = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))), w.shape[2:], (2, 3))
    return np.einsum("ncijuv,fcuv->nfij", v, w, optimize=True) + b[:, None, None], v
def _net(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = [np.asarray(a, dtype=float) for a in (x, w1, b1, w2, b2)]
    a, v = _conv(x, w1, b1)
    N, F, H, W = a.shape
    H2, W2 = H // 2, W // 2
    blocks = a[:, :, :2 * H2, :2 * W2].reshape(N, F, H2, 2, W2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(N, F, H2, W2, 4)
    k = blocks.argmax(-1)
    m = np.maximum(blocks.max(-1), 0)
    return m.reshape(N, -1) @ w2 + b2, (x, v, a, blocks, k, m, w2)
def network_scores(x, w1, b1, w2, b2):
    return _net(x, w1, b1, w2, b2)[0]
def loss_and_gradients(x, y, w1, b1, w2, b2):
    s, (x, v, a, blocks, k, m, w2) = _net(x, w1, b1, w2, b2)
    N, F, H, W = a.shape
    s = s - s.max(1, keepdims=True)
    e = np.exp(s); p = e / e.sum(1, keepdims=True)
    loss = np.mean(np.log(e.sum(1)) - s[np.arange(N), y])
    d = p.copy(); d[np.arange(N), y] -= 1; d /= N
    dw2, db2 = m.reshape(N, -1).T @ d, d.sum(0)
    dm = (d @ w2.T).reshape(m.shape) * (m > 0)
    db_ = np.zeros(blocks.shape)
    np.put_along_axis(db_, k[..., None], dm[..., None], -1)
    da = np.zeros(a.shape)
    da[:, :, :2 * m.shape[2], :2 * m.shape[3]] = db_.reshape(*m.shape, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(N, F, 2 * m.shape[2], 2 * m.shape[3])
    return loss, np.einsum("ncijuv,nfij->fcuv", v, da, optimize=True), da.sum((0, 2, 3)), dw2, db2
