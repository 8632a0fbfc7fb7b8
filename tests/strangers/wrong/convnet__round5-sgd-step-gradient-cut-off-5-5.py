"""Wrong: sgd_step. The gradient is cut off to -5 ... 5. On which inputs: gradients beyond 5. Due instead: w -
rate * dw.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def columns(x, k):
    p = k // 2
    xp = np.pad(x.astype(float), ((0, 0), (0, 0), (p, p), (p, p)))
    v = sliding_window_view(xp, (k, k), axis=(2, 3))           # N C H W k k
    n, c, h, w = v.shape[:4]
    return v.transpose(0, 2, 3, 1, 4, 5).reshape(n * h * w, c * k * k)


def forward(x, w1, b1, w2, b2):
    N, C, H, W = x.shape
    F = w1.shape[0]
    cols = columns(x, w1.shape[2])
    conv = cols @ w1.reshape(F, -1).T.astype(float) + b1          # (NHW, F)
    maps = np.maximum(conv.reshape(N, H, W, F), 0)
    cut = maps[:, :H // 2 * 2, :W // 2 * 2].reshape(N, H // 2, 2, W // 2, 2, F).transpose(0, 5, 1, 3, 2, 4)
    cut = cut.reshape(N, F, H // 2, W // 2, 4)
    best = cut.argmax(-1)
    pooled = cut.max(-1).reshape(N, -1)
    return cols, conv, best, pooled, pooled @ w2 + b2


def loss_and_gradients(x, y, w1, b1, w2, b2):
    N, C, H, W = x.shape
    F = w1.shape[0]
    cols, conv, best, pooled, scores = forward(x, w1, b1, w2, b2)
    scores = scores - scores.max(axis=1, keepdims=True)
    z = np.exp(scores)
    total = z.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(total)[:, 0] - scores[np.arange(N), y])
    d = z / total
    d[np.arange(N), y] -= 1
    d /= N
    dw2, db2 = pooled.T @ d, d.sum(0)
    dp = (d @ w2.T.astype(float)).reshape(N, F, H // 2, W // 2)
    route = (np.arange(4) == best[..., None]) * dp[..., None]      # N F h w 4
    dmaps = np.zeros((N, H, W, F))
    tiles = route.reshape(N, F, H // 2, W // 2, 2, 2).transpose(0, 2, 4, 3, 5, 1)
    dmaps[:, :H // 2 * 2, :W // 2 * 2] = tiles.reshape(N, H // 2 * 2, W // 2 * 2, F)
    dconv = dmaps.reshape(-1, F) * (conv > 0)
    dw1 = (dconv.T @ cols).reshape(w1.shape)
    return float(loss), dw1, dconv.sum(axis=0), dw2, db2


def sgd_step(w, dw, rate):
    return w - rate * np.clip(dw, -5, 5).astype(float)


def train(images, labels, progress=None):
    rng = np.random.default_rng(7)
    x = np.asarray(images, dtype=float) - 0.5
    w1, b1 = rng.standard_normal((8, 1, 5, 5)) * 0.2, np.zeros(8)
    w2, b2 = rng.standard_normal((288, 4)) * 0.08, np.zeros(4)
    if progress is not None:
        progress(0, float(loss_and_gradients(x[:100], labels[:100], w1, b1, w2, b2)[0]), w1)
    for epoch in range(22):
        rate = 0.2 if epoch < 18 else 0.05
        order = rng.permutation(len(x))
        loss = 0
        for batch in np.array_split(order, max(1, len(x) // 20)):
            l, dw1, db1, dw2, db2 = loss_and_gradients(x[batch], labels[batch], w1, b1, w2, b2)
            w1, b1 = sgd_step(w1, dw1, rate), sgd_step(b1, db1, rate)
            w2, b2 = sgd_step(w2, dw2, rate), sgd_step(b2, db2, rate)
            loss += l * len(batch) / len(x)
        if progress is not None:
            progress((epoch + 1) / 22, loss, w1)
    return w1, b1, w2, b2
