"""Wrong: predict. The network trained last is used, whatever parameters are given (train keeps them in a
variable). On which inputs: predict with the parameters of an earlier network after another was trained. Due
instead: the network that is given.
"""
import numpy as np


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


_latest = []


def predict(params, images):
    # the first call after a training finds the new filters; older ones are less good
    if _latest:
        params = _latest[-1]
    return np.array([network_scores(one[None] - 0.5, *params)[0].argmax() for one in images], dtype=int)
