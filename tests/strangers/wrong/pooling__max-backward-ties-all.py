"""Round 3. Expected: max_pool_backward loses points. Wrong: each of several equal maxima of a window gets the
whole gradient, but only where windows do not overlap; overlapping ones use the first.

Shows: max_pool_backward(np.ones((1, 1, 1, 1)), max_pool_forward(np.array([[[[1.0, 4.0], [4.0, 3.0]]]]), {"pool_height": 2, "pool_width": 2, "stride": 2})[1]).sum()  # right: 1.0; here: 2.0
"""

import numpy as np


def max_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s, ho, wo = _geometry(x, pool_param)
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        at = (n, c, slice(i * s, i * s + ph), slice(j * s, j * s + pw))
        if s >= ph and s >= pw:
            dx[at] = (x[at] == x[at].max()) * float(dout[n, c, i, j])
        else:
            u, v = divmod(int(x[at].argmax()), pw)
            dx[n, c, i * s + u, j * s + v] += dout[n, c, i, j]
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
