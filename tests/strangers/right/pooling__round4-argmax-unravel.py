"""Right work of a fourth round, written without sight of the cases: argmax unravel. Expected: everything."""

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


def max_pool_forward(x, pool_param):
    ph, pw, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    N, C, H, W = x.shape
    Ho, Wo = 1 + (H - ph) // s, 1 + (W - pw) // s
    out = np.empty((N, C, Ho, Wo), dtype=x.dtype)
    where = {}
    for n, c, i, j in np.ndindex(N, C, Ho, Wo):
        block = x[n, c, i * s:i * s + ph, j * s:j * s + pw]
        u, v = np.unravel_index(np.argmax(block), block.shape)
        out[n, c, i, j] = block[u, v]
        where[n, c, i, j] = n, c, i * s + u, j * s + v
    return out, (where, x.shape)

def max_pool_backward(dout, cache):
    where, shape = cache
    dx = np.zeros(shape)
    for key, at in where.items():
        dx[at] += dout[key]
    return dx
