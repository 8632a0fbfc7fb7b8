"""Round 2. Expected: avg_pool_forward loses points. Wrong: flattens in the order of memory: maps whose rows and
columns were exchanged by a transpose are pooled as if they were not.

Shows: avg_pool_forward(np.arange(8.0).reshape(1, 1, 4, 2).transpose(0, 1, 3, 2), {"pool_height": 2, "pool_width": 2, "stride": 2})[0]  # right: [[[[1.5, 5.5]]]]; here: [[[[2.5, 4.5]]]]
"""

import numpy as np


def avg_pool_forward(x, pool_param):
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    maps = np.ravel(x, order="K").reshape(-1, x.shape[2], x.shape[3]).astype(float)
    out = np.empty((len(maps), ho, wo))
    for k, a in enumerate(maps):
        for i in range(ho):
            for j in range(wo):
                out[k, i, j] = a[i * s : i * s + ph, j * s : j * s + pw].mean()
    return out.reshape(x.shape[:2] + (ho, wo)), (x.shape, dict(pool_param))


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
