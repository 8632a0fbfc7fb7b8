"""Round 2. Expected: max_pool_backward loses points. Wrong: uses dout as scratch: every entry is set to 0 once
it has been sent, so the caller's dout is gone and a second call gives zeros.

Shows: dout = np.ones((1, 1, 1, 1)); cache = max_pool_forward(np.ones((1, 1, 1, 1)), {"pool_height": 1, "pool_width": 1, "stride": 1})[1]; one = max_pool_backward(dout, cache); max_pool_backward(dout, cache)  # right: [[[[1.0]]]]; here: [[[[0.0]]]]
"""

import numpy as np


def max_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    dx = np.zeros(x.shape)
    for u in range(ph):
        for v in range(pw):
            rows, cols = slice(u, u + s * (ho - 1) + 1, s), slice(v, v + s * (wo - 1) + 1, s)
            top = max_pool_forward(x, pool_param)[0]
            hit = x[:, :, rows, cols] == top
            dx[:, :, rows, cols] += np.where(hit, dout, 0)
            dout[hit] = 0
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
