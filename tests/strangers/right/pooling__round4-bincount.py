"""Right work of a fourth round, written without sight of the cases: bincount. Expected: everything."""

import numpy as np


def pooled_depth():
    return (112, 112, 64)


def pooling_parameters():
    return 0


def _places(shape, p):
    h, v, S = p["pool_height"], p["pool_width"], p["stride"]
    for i in range((shape[2] - h) // S + 1):
        for j in range((shape[3] - v) // S + 1):
            yield i, j, np.s_[:, :, i * S:i * S + h, j * S:j * S + v]


def _out(shape, p):
    return np.zeros((shape[0], shape[1], (shape[2] - p["pool_height"]) // p["stride"] + 1, (shape[3] - p["pool_width"]) // p["stride"] + 1))


def max_pool_forward(x, pool_param):
    out = _out(x.shape, pool_param)
    for i, j, win in _places(x.shape, pool_param):
        out[:, :, i, j] = x[win].max((2, 3))
    return out, (x, pool_param)


def avg_pool_forward(x, pool_param):
    out = _out(x.shape, pool_param)
    for i, j, win in _places(x.shape, pool_param):
        out[:, :, i, j] = x[win].mean((2, 3))
    return out, (x, pool_param)


def avg_pool_backward(dout, cache):
    x, pool_param = cache
    dx = np.zeros(x.shape)
    area = pool_param["pool_height"] * pool_param["pool_width"]
    for i, j, win in _places(x.shape, pool_param):
        dx[win] += (dout[:, :, i, j] / area)[:, :, None, None]
    return dx


def max_pool_backward(dout, cache):
    x, p = cache
    N, C, H, W = x.shape
    ids, vals = [], []
    for i, j, win in _places(x.shape, p):
        for n in range(N):
            for c in range(C):
                u, v = divmod(int(np.argmax(x[win][n, c])), p["pool_width"])
                ids.append(((n * C + c) * H + i * p["stride"] + u) * W + j * p["stride"] + v)
                vals.append(dout[n, c, i, j])
    return np.bincount(ids, weights=vals, minlength=x.size).reshape(x.shape)
