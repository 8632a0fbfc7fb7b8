"""Round 2. Expected: max_pool_backward loses points. Wrong: goes through dout in the order of memory, so a dout
that is a transposed array arrives at the wrong windows.

Shows: max_pool_backward(np.arange(4.0).reshape(1, 1, 2, 2).transpose(0, 1, 3, 2), max_pool_forward(np.arange(4.0).reshape(1, 1, 2, 2), {"pool_height": 1, "pool_width": 1, "stride": 1})[1])  # right: [[[[0.0, 2.0], [1.0, 3.0]]]]; here: [[[[0.0, 1.0], [2.0, 3.0]]]]
"""

import numpy as np


def max_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    dx = np.zeros(x.shape)
    values = iter(dout.ravel(order="K").astype(float))
    for n, c, i, j in np.ndindex(*dout.shape):
        window = x[n, c, i * s : i * s + ph, j * s : j * s + pw]
        u, v = np.unravel_index(window.argmax(), (ph, pw))
        dx[n, c, i * s + u, j * s + v] += next(values)
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
