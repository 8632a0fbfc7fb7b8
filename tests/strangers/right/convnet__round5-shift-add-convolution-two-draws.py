import numpy as np


order_of_layers = lambda: "B"


first_filters = lambda: "A"


who_decides = lambda: "C"


def conv(x, w, b):
    N, C, H, W = x.shape
    F, _, K, _ = w.shape
    p = K // 2
    xp = np.zeros((N, C, H + 2 * p, W + 2 * p))
    xp[:, :, p:p + H, p:p + W] = x
    out = np.zeros((N, F, H, W)) + np.reshape(b, (1, F, 1, 1))
    for u in range(K):
        for v in range(K):
            part = np.tensordot(w[:, :, u, v].astype(float), xp[:, :, u:u + H, v:v + W], axes=(1, 1))
            out += part.swapaxes(0, 1)
    return out, xp


def halves(a):
    """Four quarters of every 2 x 2 block, on a new first axis."""
    h, w = a.shape[2] // 2 * 2, a.shape[3] // 2 * 2
    return np.stack([a[:, :, u:h:2, v:w:2] for u in (0, 1) for v in (0, 1)])


def network_scores(x, w1, b1, w2, b2):
    out, _ = conv(x, w1, b1)
    return np.maximum(halves(out).max(axis=0), 0).reshape(len(x), -1) @ w2 + b2


def loss_and_gradients(x, y, w1, b1, w2, b2):
    out, xp = conv(x, w1, b1)
    quarters = halves(out)
    first = quarters.argmax(axis=0)
    # ReLU after the maximum is the maximum after ReLU, and the gradients are the same
    pooled = np.maximum(quarters.max(axis=0), 0)
    flat = pooled.reshape(len(x), -1)
    s = flat @ w2 + b2
    s = s - s.max(1)[:, None]
    logp = s - np.log(np.exp(s).sum(1))[:, None]
    hot = (np.arange(s.shape[1]) == np.asarray(y)[:, None]).astype(float)
    loss = -(logp * hot).sum() / len(x)
    d = (np.exp(logp) - hot) / len(x)
    dpooled = (d @ w2.T).reshape(pooled.shape) * (pooled > 0)
    dout = np.zeros(out.shape)
    h, w = 2 * pooled.shape[2], 2 * pooled.shape[3]
    for k, (u, v) in enumerate(np.ndindex(2, 2)):
        dout[:, :, u:h:2, v:w:2] = dpooled * (first == k)
    dw1 = np.zeros(w1.shape)
    for u in range(w1.shape[2]):
        for v in range(w1.shape[3]):
            part = xp[:, :, u:u + out.shape[2], v:v + out.shape[3]]
            dw1[:, :, u, v] = np.tensordot(dout, part, axes=((0, 2, 3), (0, 2, 3)))
    return float(loss), dw1, dout.sum((0, 2, 3)), flat.T @ d, d.sum(0)


def sgd_step(w, dw, rate):
    return np.asarray(w, dtype=float) + (-rate) * np.asarray(dw, dtype=float)


def train(images, labels, progress=None):
    x = images.astype(float) - 0.5
    held = slice(None, None, 8)
    keep = np.arange(len(x)) % 8 != 0
    total, done, drawn = 4 + 4 + 14, 0, []
    if progress:
        progress(0, float(np.log(4)), np.random.default_rng(11).normal(0, 0.2, (8, 1, 5, 5)))

    def epochs(params, rng, count):
        nonlocal done
        train_x, train_y = x[keep], labels[keep]
        for _ in range(count):
            order = rng.permutation(len(train_x))
            for k in range(0, len(order), 20):
                loss, *g = loss_and_gradients(train_x[order[k:k + 20]], train_y[order[k:k + 20]], *params)
                params = [sgd_step(w, dw + 1e-4 * w, 0.2) for w, dw in zip(params, g)]
            done += 1
            if progress:
                progress(done / total, loss, params[0])
        return params

    for seed in (11, 12):
        rng = np.random.default_rng(seed)
        params = [rng.normal(0, 0.2, (8, 1, 5, 5)), np.zeros(8), rng.normal(0, 0.08, (288, 4)), np.zeros(4)]
        params = epochs(params, rng, 4)
        right = np.mean(network_scores(x[held], *params).argmax(1) == labels[held])
        drawn.append((right, seed, params))
    _, seed, params = max(drawn, key=lambda entry: entry[:2])
    best = tuple(epochs(params, np.random.default_rng(seed + 100), 14))
    return best


def predict(params, images):
    return np.array([network_scores(one[None] - 0.5, *params)[0].argmax() for one in images], dtype=int)
