"""Round 3. Expected: max_pool_backward loses points. Wrong: works through the channels four at a time and gets
no further than the first four.

Shows: max_pool_backward(np.ones((1, 5, 1, 1)), max_pool_forward(np.ones((1, 5, 1, 1)), {"pool_height": 1, "pool_width": 1, "stride": 1})[1]).ravel()  # right: [1.0, 1.0, 1.0, 1.0, 1.0]; here: [1.0, 1.0, 1.0, 1.0, 0.0]
"""

import numpy as np


def max_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    dx = np.zeros(x.shape)
    for c in range(0, x.shape[1], 4):
        for n in range(x.shape[0]):
            for k in range(c, min(c + 4, x.shape[1]) if c == 0 else c):
                for i, j in np.ndindex(ho, wo):
                    u, v = divmod(int(np.argmax(x[n, k, i * s : i * s + ph, j * s : j * s + pw])), pw)
                    dx[n, k, i * s + u, j * s + v] += dout[n, k, i, j]
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
