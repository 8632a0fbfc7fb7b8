"""Round 2. Expected: avg_pool_backward loses points. Wrong: dx is made once by the forward pass: a second
backward with the same cache adds to the first.

Shows: cache = avg_pool_forward(np.ones((1, 1, 1, 2)), {"pool_height": 1, "pool_width": 2, "stride": 1})[1]; one = avg_pool_backward(np.ones((1, 1, 1, 1)), cache); avg_pool_backward(np.ones((1, 1, 1, 1)), cache)  # right: [[[[0.5, 0.5]]]]; here: [[[[1.0, 1.0]]]]
"""

import numpy as np


def avg_pool_forward(x, pool_param):
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    out = np.zeros(x.shape[:2] + (ho, wo))
    for i in range(ho):
        for j in range(wo):
            out[:, :, i, j] = x[:, :, i * s : i * s + ph, j * s : j * s + pw].astype(float).mean(axis=(2, 3))
    return out, (np.zeros(x.shape), dict(pool_param))


def avg_pool_backward(dout, cache):
    dx, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[:, :, i * s : i * s + ph, j * s : j * s + pw] += dout[:, :, i, j][:, :, None, None] / (ph * pw)
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
