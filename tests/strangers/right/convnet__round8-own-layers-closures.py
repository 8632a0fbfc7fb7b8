"""Style: no convref: own layers as functions that return (out, back); a list of them is the network; params in a namedtuple; a cosine schedule for the rate."""
import collections

import numpy as np

Params = collections.namedtuple("Params", "w1 b1 w2 b2")


def conv(x, w, b):
    F, C, HH, WW = w.shape
    p, q = HH // 2, WW // 2
    N, _, H, W = x.shape
    framed = np.zeros((N, C, H + 2 * p, W + 2 * q))
    framed[:, :, p:p + H, q:q + W] = x
    windows = np.lib.stride_tricks.sliding_window_view(framed, (HH, WW), axis=(2, 3))
    rows = windows.transpose(0, 2, 3, 1, 4, 5).reshape(N * H * W, C * HH * WW)
    out = (rows @ w.reshape(F, -1).T.astype(float) + b).reshape(N, H, W, F).transpose(0, 3, 1, 2)

    def back(d):
        flat = d.transpose(0, 2, 3, 1).reshape(-1, F)
        return None, (flat.T @ rows).reshape(w.shape), flat.sum(axis=0)     # nobody needs dx of the image
    return out, back


def relu(x):
    return np.where(x > 0, x, 0.0), lambda d: (np.where(x > 0, d, 0.0),)


def pool(x):
    N, F, H, W = x.shape
    h, w = H // 2, W // 2
    tiles = x[:, :, :2 * h, :2 * w].reshape(N, F, h, 2, w, 2).transpose(0, 1, 2, 4, 3, 5).reshape(N, F, h, w, 4)
    winner = tiles.argmax(axis=4)[..., None]

    def back(d):
        dtiles = np.zeros(tiles.shape)
        np.put_along_axis(dtiles, winner, d[..., None], axis=4)
        dx = np.zeros(x.shape)
        dx[:, :, :2 * h, :2 * w] = dtiles.reshape(N, F, h, w, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(N, F, 2 * h, 2 * w)
        return (dx,)
    return np.take_along_axis(tiles, winner, axis=4)[..., 0], back


def affine(x, w, b):
    flat = x.reshape(x.shape[0], -1)
    return flat @ w + b, lambda d: ((d @ w.T).reshape(x.shape), flat.T @ d, d.sum(axis=0))


def softmax(scores, y):
    log_p = scores - scores.max(axis=1, keepdims=True)
    log_p = log_p - np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    n = np.arange(len(y))

    def back():
        d = np.exp(log_p)
        d[n, y] -= 1
        return d / len(y)
    return -log_p[n, y].mean(), back


def _forward(x, w1, b1, w2, b2):
    backs = []
    value = np.asarray(x, dtype=float)
    for layer, params in ((conv, (w1, b1)), (relu, ()), (pool, ()), (affine, (w2, b2))):
        value, back = layer(value, *params)
        backs.append(back)
    return value, backs


def network_scores(x, w1, b1, w2, b2):
    return _forward(x, w1, b1, w2, b2)[0]


def loss_and_gradients(x, y, w1, b1, w2, b2):
    scores, backs = _forward(x, w1, b1, w2, b2)
    loss, back = softmax(scores, y)
    d, gradients = back(), []
    for back in reversed(backs):
        d, *some = back(d)
        gradients = some + gradients
    return (loss, *gradients)


def sgd_step(w, dw, rate):
    return np.subtract(w, np.multiply(rate, dw), dtype=np.float64)


def train(images, labels, progress=None):
    rng = np.random.default_rng(0)
    params = Params(rng.normal(0, 0.1, (8, 1, 5, 5)), np.zeros(8), rng.normal(0, 0.1, (288, 4)), np.zeros(4))
    epochs, batch = 25, 20
    if progress:
        progress(0, float(np.log(4)), params.w1)
    for epoch in range(epochs):
        rate = 0.05 + 0.15 * (1 + np.cos(np.pi * epoch / epochs)) / 2 + 0.05
        order = rng.permutation(len(images))
        total = 0.0
        for some in np.array_split(order, max(1, len(order) // batch)):
            loss, *gradients = loss_and_gradients(images[some] - 0.5, labels[some], *params)
            params = Params(*map(sgd_step, params, gradients, [rate] * 4))
            total += loss * len(some)
        if progress:
            progress((epoch + 1) / epochs, total / len(order), params.w1)
    return params


def predict(params, images):
    return np.argmax(network_scores(images - 0.5, *params), axis=-1)


def order_of_layers():
    return "B"


def first_filters():
    return "A"


def who_decides():
    return "C"
