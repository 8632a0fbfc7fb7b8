"""Round 2. Expected: max_pool_backward loses points. Wrong: the places of the maxima are those of the latest
forward call with maps of this shape, not those of the cache.

Shows: p = {"pool_height": 1, "pool_width": 2, "stride": 2}; a = max_pool_forward(np.array([[[[1.0, 2.0]]]]), p)[1]; b = max_pool_forward(np.array([[[[2.0, 1.0]]]]), p)[1]; max_pool_backward(np.ones((1, 1, 1, 1)), a)  # right: [[[[0.0, 1.0]]]]; here: [[[[1.0, 0.0]]]]
"""

import numpy as np


_maxima = {}


def max_pool_forward(x, pool_param):
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    views = np.lib.stride_tricks.sliding_window_view(x, (ph, pw), axis=(2, 3))[:, :, ::s, ::s]
    flat = views.reshape(views.shape[:4] + (-1,))
    _maxima[x.shape] = flat.argmax(axis=-1)
    return flat.max(axis=-1).astype(float), (x.shape, dict(pool_param))


def max_pool_backward(dout, cache):
    shape, pool_param = cache
    s, pw = pool_param["stride"], pool_param["pool_width"]
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        u, v = divmod(int(_maxima[shape][n, c, i, j]), pw)
        dx[n, c, i * s + u, j * s + v] += dout[n, c, i, j]
    return dx


def _geometry(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    return ph, pw, s, (x.shape[2] - ph) // s + 1, (x.shape[3] - pw) // s + 1


def avg_pool_forward(x, pool_param):
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    out = np.zeros(x.shape[:2] + (ho, wo))
    for i in range(ho):
        for j in range(wo):
            out[:, :, i, j] = x[:, :, i * s : i * s + ph, j * s : j * s + pw].astype(float).mean(axis=(2, 3))
    return out, (x.shape, dict(pool_param))


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[:, :, i * s : i * s + ph, j * s : j * s + pw] += dout[:, :, i, j][:, :, None, None] / (ph * pw)
    return dx
