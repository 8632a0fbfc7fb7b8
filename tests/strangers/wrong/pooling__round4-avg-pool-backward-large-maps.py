"""Round 6. Expected: avg_pool_backward loses points. Wrong: columns beyond 64 get no gradient."""

import numpy as np


def _places(shape, p):
    h, v, S = p["pool_height"], p["pool_width"], p["stride"]
    for i in range((shape[2] - h) // S + 1):
        for j in range((shape[3] - v) // S + 1):
            yield i, j, np.s_[:, :, i * S:i * S + h, j * S:j * S + v]


def _out(shape, p):
    return np.zeros((shape[0], shape[1], (shape[2] - p["pool_height"]) // p["stride"] + 1, (shape[3] - p["pool_width"]) // p["stride"] + 1))


def avg_pool_forward(x, pool_param):
    out = _out(x.shape, pool_param)
    for i, j, win in _places(x.shape, pool_param):
        out[:, :, i, j] = x[win].mean((2, 3))
    return out, (x, pool_param)


def _pb(dout, cache):
    x, pool_param = cache
    dx = np.zeros(x.shape)
    area = pool_param["pool_height"] * pool_param["pool_width"]
    for i, j, win in _places(x.shape, pool_param):
        dx[win] += (dout[:, :, i, j] / area)[:, :, None, None]
    return dx


def avg_pool_backward(dout, cache):
    dx = _pb(dout, cache)
    dx[..., 64:] = 0
    return dx
