"""Round 3. Expected: max_pool_backward loses points. Wrong: adds all gradients at once with dx[index] += dout:
an entry that is the maximum of several windows keeps only one of them.

Shows: max_pool_backward(np.ones((1, 1, 1, 2)), max_pool_forward(np.array([[[[1.0, 5.0, 2.0]]]]), {"pool_height": 1, "pool_width": 2, "stride": 1})[1])  # right: [[[[0.0, 2.0, 0.0]]]]; here: [[[[0.0, 1.0, 0.0]]]]
"""

import numpy as np


def max_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    n, c, i, j = np.indices(dout.shape)
    windows = np.lib.stride_tricks.sliding_window_view(x, (ph, pw), axis=(2, 3))[:, :, ::s, ::s]
    best = windows.reshape(dout.shape + (-1,)).argmax(axis=-1)
    dx = np.zeros(x.shape)
    dx[n, c, i * s + best // pw, j * s + best % pw] += dout
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
