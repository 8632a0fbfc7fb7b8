"""Expected: everything it writes passes.

Training as a generator of (epoch, loss, params), early stopping, learning rate decay, data augmentation by shifts; own layers in float32.
"""
import numpy as np


def _shift_sum(xp, w1, H, W):
    k = w1.shape[-1]
    return sum(np.einsum("nchw,fc->nfhw", xp[:, :, u:u + H, v:v + W], w1[:, :, u, v]) for u in range(k) for v in range(k))


def network_scores(x, w1, b1, w2, b2):
    scores, _ = _network(x, w1, b1, w2, b2)
    return scores


def _network(x, w1, b1, w2, b2):
    H, W = x.shape[2:]
    p = w1.shape[-1] >> 1
    xp = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)])
    a = _shift_sum(xp, w1, H, W) + b1[:, None, None]
    h, w = H >> 1, W >> 1
    corners = np.stack([a[:, :, u:2 * h:2, v:2 * w:2] for u in (0, 1) for v in (0, 1)], -1)
    # max pooling and ReLU commute: the maximum first, then the cut at 0
    winner = corners.argmax(-1)
    pooled = corners.max(-1)
    flat = np.maximum(pooled, 0).reshape(len(x), -1)

    def back(ds):
        dpool = (ds @ w2.T).reshape(pooled.shape) * (pooled > 0)
        da = np.zeros(a.shape, a.dtype)
        for q in range(4):
            da[:, :, q >> 1:2 * h:2, q & 1:2 * w:2] = dpool * (winner == q)
        dw1 = np.empty(w1.shape)
        for u in range(w1.shape[2]):
            for v in range(w1.shape[3]):
                dw1[:, :, u, v] = np.tensordot(da, xp[:, :, u:u + H, v:v + W], ((0, 2, 3), (0, 2, 3)))
        return dw1, da.sum((0, 2, 3)), flat.T @ ds, ds.sum(0)

    return flat @ w2 + b2, back


def loss_and_gradients(x, y, w1, b1, w2, b2):
    s, back = _network(x, w1, b1, w2, b2)
    s = s - s.max(1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(1, keepdims=True))
    ds = np.exp(log_p)
    ds[range(len(y)), y] -= 1
    return (-log_p[range(len(y)), y].sum() / len(y), *back(ds / len(y)))


def sgd_step(w, dw, rate):
    return w - dw * rate


def descent(images, labels, rng, rate=0.25):
    params = [(rng.normal(size=s) * c).astype(np.float32) for s, c in [((8, 1, 5, 5), .2), ((8,), 0), ((288, 4), .05), ((4,), 0)]]
    epoch = 0
    while True:
        total = 0.0
        starts = range(0, len(images), 20)
        order = rng.permutation(len(images))
        for at in starts:
            pick = order[at:at + 20]
            moved = np.roll(images[pick], rng.integers(-1, 2, 2), axis=(2, 3)).astype(np.float32) - np.float32(.5)
            loss, *grads = loss_and_gradients(moved, labels[pick], *params)
            params = [sgd_step(q, g.astype(np.float32), np.float32(rate)) for q, g in zip(params, grads)]
            total += float(loss)
        rate *= 0.95
        epoch += 1
        yield epoch, total / len(starts), tuple(params)


def train(images, labels, progress=None, epochs=28):
    for epoch, loss, params in descent(images, labels, np.random.default_rng(1)):
        finished = epoch == epochs or loss < 0.02
        if progress is not None:
            progress(1.0 if finished else epoch / epochs, loss)
        if finished:
            return params


def predict(params, images):
    return np.array([int(np.argmax(s)) for s in network_scores(images - .5, *params)])
