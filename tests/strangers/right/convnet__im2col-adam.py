"""Expected: everything it writes passes.

im2col by fancy indices, Adam, params as a dict inside a one-element tuple; max pooling by four slices, ties to the last.
"""
import numpy as np


def _cols(x, k):
    N, C, H, W = x.shape
    p = k // 2
    xp = np.zeros((N, C, H + 2 * p, W + 2 * p))
    xp[:, :, p:p + H, p:p + W] = x
    r = np.arange(H)[:, None, None, None] + np.arange(k)[None, None, :, None]
    c = np.arange(W)[None, :, None, None] + np.arange(k)[None, None, None, :]
    return xp[:, :, r, c].transpose(0, 2, 3, 1, 4, 5).reshape(N * H * W, C * k * k)


def _net(x, w1, b1, w2, b2):
    N, C, H, W = x.shape
    F = w1.shape[0]
    cols = _cols(x, w1.shape[2])
    act = np.maximum(cols @ w1.reshape(F, -1).T + b1, 0).reshape(N, H, W, F)
    h, w = H // 2, W // 2
    quarter = [act[:, u:2 * h:2, v:2 * w:2] for u in (0, 1) for v in (0, 1)]
    best, which = quarter[0].copy(), np.zeros(quarter[0].shape, int)
    for k in range(1, 4):
        better = quarter[k] >= best
        best[better] = quarter[k][better]
        which[better] = k
    flat = best.transpose(0, 3, 1, 2).reshape(N, -1)
    return cols, act, which, flat, flat @ w2 + b2


def network_scores(x, w1, b1, w2, b2):
    return _net(x, w1, b1, w2, b2)[-1]


def loss_and_gradients(x, y, w1, b1, w2, b2):
    cols, act, which, flat, scores = _net(x, w1, b1, w2, b2)
    N, H, W, F = act.shape
    h, w = H // 2, W // 2
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(e.sum(axis=1)) + scores.max(axis=1) - scores[np.arange(N), y])
    ds = (p - np.eye(scores.shape[1])[y]) / N
    dbest = (ds @ w2.T).reshape(N, F, h, w).transpose(0, 2, 3, 1)
    dact = np.zeros(act.shape)
    for k in range(4):
        dact[:, k // 2:2 * h:2, k % 2:2 * w:2] = np.where(which == k, dbest, 0)
    dact[act <= 0] = 0
    d = dact.reshape(-1, F)
    return loss, (d.T @ cols).reshape(w1.shape), d.sum(axis=0), flat.T @ ds, ds.sum(axis=0)


def sgd_step(w, dw, rate):
    w_new = np.array(w, dtype=float)
    w_new -= rate * np.asarray(dw)
    return w_new


class Adam:
    def __init__(self, rate=0.01, b1=0.9, b2=0.999):
        self.rate, self.b1, self.b2 = rate, b1, b2
        self.t, self.m, self.v = 0, {}, {}

    def step(self, params, grads):
        self.t += 1
        for k, g in grads.items():
            self.m[k] = self.b1 * self.m.get(k, 0) + (1 - self.b1) * g
            self.v[k] = self.b2 * self.v.get(k, 0) + (1 - self.b2) * g ** 2
            mhat = self.m[k] / (1 - self.b1 ** self.t)
            vhat = self.v[k] / (1 - self.b2 ** self.t)
            params[k] = params[k] - self.rate * mhat / (np.sqrt(vhat) + 1e-8)


NAMES = "w1", "b1", "w2", "b2"


def train(images, labels, progress=None):
    np.random.seed(0)
    params = {"w1": 0.2 * np.random.randn(8, 1, 5, 5), "b1": np.zeros(8), "w2": 0.05 * np.random.randn(288, 4), "b2": np.zeros(4)}
    adam = Adam()
    x = 2 * images - 1
    for epoch in range(10):
        idx = np.random.permutation(len(x))
        for i in range(0, len(x), 20):
            loss, *grads = loss_and_gradients(x[idx[i:i + 20]], labels[idx[i:i + 20]], **params)
            adam.step(params, dict(zip(NAMES, grads)))
        if progress is not None:
            progress((epoch + 1) / 10, float(loss))
    return (params,)


def predict(params, images):
    return network_scores(2 * images - 1, **params[0]).argmax(1)
