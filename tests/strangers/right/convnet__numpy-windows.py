"""Expected: everything it writes passes.

Own layers: sliding_window_view and einsum, pooling by reshape with equal shares at ties.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _conv_windows(x, k):
    p = k // 2
    return sliding_window_view(np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))), (k, k), axis=(2, 3))


def _forward(x, w1, b1, w2, b2):
    win = _conv_windows(x, w1.shape[-1])
    a = np.tensordot(win, w1, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2) + b1[:, None, None]
    r = np.maximum(a, 0)
    N, F, H, W = r.shape
    tiles = r[:, :, :H // 2 * 2, :W // 2 * 2].reshape(N, F, H // 2, 2, W // 2, 2)
    p = tiles.max(axis=(3, 5))
    flat = p.reshape(N, -1)
    return win, a, tiles, p, flat, flat @ w2 + b2


def network_scores(x, w1, b1, w2, b2):
    return _forward(x, w1, b1, w2, b2)[-1]


def loss_and_gradients(x, y, w1, b1, w2, b2):
    win, a, tiles, p, flat, scores = _forward(x, w1, b1, w2, b2)
    N = len(x)
    shifted = scores - scores.max(1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    ds = np.exp(logp)
    ds[np.arange(N), y] -= 1
    ds /= N
    dp = (ds @ w2.T).reshape(p.shape)
    mask = (tiles == p[:, :, :, None, :, None]).astype(float)
    mask /= mask.sum(axis=(3, 5), keepdims=True)
    da = np.zeros(a.shape)
    H, W = a.shape[2] // 2 * 2, a.shape[3] // 2 * 2
    da[:, :, :H, :W] = (mask * dp[:, :, :, None, :, None]).reshape(N, a.shape[1], H, W)
    da *= a > 0
    dw1 = np.tensordot(da, win, ((0, 2, 3), (0, 2, 3)))
    return float(loss), dw1, da.sum((0, 2, 3)), flat.T @ ds, ds.sum(0)


def sgd_step(w, dw, rate):
    return np.subtract(w, np.multiply(rate, dw))


def train(images, labels, progress=None):
    rng = np.random.default_rng(42)
    w1 = rng.standard_normal((8, 1, 5, 5)) * np.sqrt(2 / 25)
    w2 = rng.standard_normal((288, 4)) * np.sqrt(2 / 288)
    params = [w1, np.zeros(8), w2, np.zeros(4)]
    velocity = [np.zeros_like(q) for q in params]
    batch, epochs = 25, 25
    for epoch in range(1, epochs + 1):
        losses = []
        for chunk in np.array_split(rng.permutation(len(images)), max(1, len(images) // batch)):
            loss, *grads = loss_and_gradients(images[chunk] - images.mean(), labels[chunk], *params)
            losses.append(loss)
            velocity = [0.9 * v - 0.02 * g for v, g in zip(velocity, grads)]
            params = [q + v for q, v in zip(params, velocity)]
        if progress:
            progress(epoch / epochs, np.mean(losses))
    return (*params, images.mean())


def predict(params, images):
    *weights, mean = params
    return network_scores(images - mean, *weights).argmax(axis=1)
