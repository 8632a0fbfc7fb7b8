"""Round 3. Expected: avg_pool_backward loses points. Wrong: writes over instead of adding when the stride is at
least the window's height, although a wider window overlaps along the rows.

Shows: avg_pool_backward(np.ones((1, 1, 1, 2)), avg_pool_forward(np.ones((1, 1, 1, 5)), {"pool_height": 1, "pool_width": 3, "stride": 2})[1])  # right: [[[[0.333333333, 0.333333333, 0.666666667, 0.333333333, 0.333333333]]]]; here: [[[[0.333333333, 0.333333333, 0.333333333, 0.333333333, 0.333333333]]]]
"""

import numpy as np


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        share = dout[n, c, i, j] / (ph * pw)
        if s >= ph:
            dx[n, c, i * s : i * s + ph, j * s : j * s + pw] = share
        else:
            dx[n, c, i * s : i * s + ph, j * s : j * s + pw] += share
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
