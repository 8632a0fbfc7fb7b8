"""Round 4. Expected: max_pool_backward loses points. Wrong: places in the map are kept in a byte."""

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
    W, S = x.shape[3], pool_param["stride"]
    for i, j, win in _places(x.shape, pool_param):
        out[:, :, i, j] = x[win].max((2, 3))
        k = x[win].reshape(*x.shape[:2], -1).argmax(2)
        arg[:, :, i, j] = ((i * S + k // pool_param["pool_width"]) * W + j * S + k % pool_param["pool_width"]) & 255
    return out, (x.shape, arg)
def max_pool_backward(dout, cache):
    shape, arg = cache
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(dout.shape):
        dx[n, c].flat[int(arg[n, c, i, j])] += dout[n, c, i, j]
    return dx
