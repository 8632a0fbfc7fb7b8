"""Round 2. Expected: avg_pool_forward loses points. Wrong: remembers 1/area for each height of the window: a
later call with the same height and another width divides by the old area.

Shows: x = np.ones((1, 1, 2, 4)); one = avg_pool_forward(x, {"pool_height": 2, "pool_width": 2, "stride": 2})[0]; two = avg_pool_forward(x, {"pool_height": 2, "pool_width": 4, "stride": 2})[0]; two  # right: [[[[1.0]]]]; here: [[[[2.0]]]]
"""

import numpy as np


_inverse_area = {}


def avg_pool_forward(x, pool_param):
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    if ph not in _inverse_area or pw == ph:
        _inverse_area[ph] = 1 / (ph * pw)
    out = np.zeros(x.shape[:2] + (ho, wo))
    for i in range(ho):
        for j in range(wo):
            out[:, :, i, j] = x[:, :, i * s : i * s + ph, j * s : j * s + pw].sum(axis=(2, 3), dtype=float)
    return out * _inverse_area[ph], (x.shape, dict(pool_param))


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


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[:, :, i * s : i * s + ph, j * s : j * s + pw] += dout[:, :, i, j][:, :, None, None] / (ph * pw)
    return dx
