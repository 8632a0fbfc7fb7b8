"""Round 1. Expected: max_pool_forward loses points. Wrong: the number of windows is rounded to the nearest: with
a remainder of 2 for stride 3 (or 3 for stride 4) a last, cut window is added.

Shows: max_pool_forward(np.arange(16.0).reshape(1, 1, 4, 4), {"pool_height": 2, "pool_width": 2, "stride": 3})[0].shape  # right: (1, 1, 1, 1); here: (1, 1, 2, 2)
"""

import numpy as np


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    ho = int((x.shape[2] - ph) / s + 0.49) + 1
    wo = int((x.shape[3] - pw) / s + 0.49) + 1
    room = np.full(x.shape[:2] + (x.shape[2] + s, x.shape[3] + s), -np.inf)
    room[:, :, : x.shape[2], : x.shape[3]] = x
    out = np.zeros(x.shape[:2] + (ho, wo))
    for i in range(ho):
        for j in range(wo):
            out[:, :, i, j] = room[:, :, i * s : i * s + ph, j * s : j * s + pw].max(axis=(2, 3))
    return out, (x, dict(pool_param))


def _geometry(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    return ph, pw, s, (x.shape[2] - ph) // s + 1, (x.shape[3] - pw) // s + 1


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


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[:, :, i * s : i * s + ph, j * s : j * s + pw] += dout[:, :, i, j][:, :, None, None] / (ph * pw)
    return dx
