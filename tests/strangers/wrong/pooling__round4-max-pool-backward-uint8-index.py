"""Round 4. Expected: max_pool_backward loses points. Wrong: places in the window are kept in a byte."""

import numpy as np


def _places(shape, p):
    h, v, S = p["pool_height"], p["pool_width"], p["stride"]
    for i in range((shape[2] - h) // S + 1):
        for j in range((shape[3] - v) // S + 1):
            yield i, j, np.s_[:, :, i * S:i * S + h, j * S:j * S + v]


def _out(shape, p):
    return np.zeros((shape[0], shape[1], (shape[2] - p["pool_height"]) // p["stride"] + 1, (shape[3] - p["pool_width"]) // p["stride"] + 1))


def max_pool_forward(x, pool_param):
    out = _out(x.shape, pool_param)
    arg = np.zeros(out.shape, np.uint8)
    for i, j, win in _places(x.shape, pool_param):
        out[:, :, i, j] = x[win].max((2, 3))
        arg[:, :, i, j] = x[win].reshape(*x.shape[:2], -1).argmax(2)
    return out, (x.shape, arg, pool_param)
def max_pool_backward(dout, cache):
    shape, arg, p = cache
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(dout.shape):
        u, v = divmod(int(arg[n, c, i, j]), p["pool_width"])
        dx[n, c, i * p["stride"] + u, j * p["stride"] + v] += dout[n, c, i, j]
    return dx
