"""The cache is an object with attributes; recursion over images; globals."""

import numpy as np

EPS = 1e-12
calls = 0


class Cache:
    def __init__(self, **kw):
        self.__dict__.update(kw)


def conv_single(x, w, b):
    if np.shape(x) != np.shape(w):
        raise ValueError("not the same shape")
    total = 0.0
    for a, c in zip(np.ravel(x), np.ravel(w)):
        total += float(a) * float(c)
    return total + b


def conv_map(x, w, b):
    global calls
    calls += 1
    C, H, W = x.shape
    if C != w.shape[0]:
        raise ValueError
    rows, cols = H - w.shape[1] + 1, W - w.shape[2] + 1
    if min(rows, cols) <= 0:
        raise ValueError
    return np.array([[conv_single(x[:, i:i + w.shape[1], j:j + w.shape[2]], w, b) for j in range(cols)] for i in range(rows)])


def _forward(images, w, b, s):
    if len(images) == 0:
        return []
    maps = [conv_map(images[0], f, beta)[::s, ::s] for f, beta in zip(w, b)]
    return [np.stack(maps)] + _forward(images[1:], w, b, s)


def conv_forward(x, w, b, conv_param):
    p, s = conv_param["pad"], conv_param["stride"]
    padded = np.pad(x.astype(float), ((0, 0), (0, 0), (p, p), (p, p)))
    out = np.stack(_forward(padded, w, b, s))
    return out, Cache(padded=padded, w=w, p=p, s=s, shape=x.shape)


def conv_backward(dout, cache):
    N, C, H, W = cache.shape
    F, _, HH, WW = cache.w.shape
    dpad = np.zeros_like(cache.padded)
    dw = np.zeros(cache.w.shape)
    for n, f, i, j in np.ndindex(*dout.shape):
        g = float(dout[n, f, i, j])
        at = np.s_[n, :, i * cache.s:i * cache.s + HH, j * cache.s:j * cache.s + WW]
        dw[f] += g * cache.padded[at]
        dpad[at] += g * cache.w[f]
    db = np.array([dout[:, f].sum() for f in range(F)])
    return dpad[:, :, cache.p:cache.p + H, cache.p:cache.p + W], dw, db
