"""Round 1. Expected: avg_pool_backward loses points. Wrong: the shares are kept in the type of dout, so a dout
of integers is divided without its fraction.

Shows: avg_pool_backward(np.array([[[[3]]]]), avg_pool_forward(np.ones((1, 1, 2, 2)), {"pool_height": 2, "pool_width": 2, "stride": 2})[1])  # right: [[[[0.75, 0.75], [0.75, 0.75]]]]; here: [[[[0.0, 0.0], [0.0, 0.0]]]]
"""

import numpy as np


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(shape)
    share = np.empty_like(dout)
    share[...] = dout / (ph * pw)
    for u in range(ph):
        for v in range(pw):
            dx[:, :, u : u + s * (dout.shape[2] - 1) + 1 : s, v : v + s * (dout.shape[3] - 1) + 1 : s] += share
    return dx


def _geometry(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    return ph, pw, s, (x.shape[2] - ph) // s + 1, (x.shape[3] - pw) // s + 1


def max_pool_forward(x, pool_param):
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    out = np.zeros(x.shape[:2] + (ho, wo))
    for i in range(ho):
        for j in range(wo):
            out[:, :, i, j] = x[:, :, i * s : i * s + ph, j * s : j * s + pw].max(axis=(2, 3))
    return out, (x, dict(pool_param))


def max_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        u, v = divmod(int(np.argmax(x[n, c, i * s : i * s + ph, j * s : j * s + pw])), pw)
        dx[n, c, i * s + u, j * s + v] += dout[n, c, i, j]
    return dx


def avg_pool_forward(x, pool_param):
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    out = np.zeros(x.shape[:2] + (ho, wo))
    for i in range(ho):
        for j in range(wo):
            out[:, :, i, j] = x[:, :, i * s : i * s + ph, j * s : j * s + pw].astype(float).mean(axis=(2, 3))
    return out, (x.shape, dict(pool_param))
