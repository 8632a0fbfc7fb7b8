"""Round 6. Expected: max_pool_forward loses points. Wrong: the maximum starts from minus ten millions."""

import numpy as np


def _places(shape, p):
    h, v, S = p["pool_height"], p["pool_width"], p["stride"]
    for i in range((shape[2] - h) // S + 1):
        for j in range((shape[3] - v) // S + 1):
            yield i, j, np.s_[:, :, i * S:i * S + h, j * S:j * S + v]


def _out(shape, p):
    return np.zeros((shape[0], shape[1], (shape[2] - p["pool_height"]) // p["stride"] + 1, (shape[3] - p["pool_width"]) // p["stride"] + 1))


def max_pool_forward(x, pool_param):
    out = _out(x.shape, pool_param) - 1e7
    for i, j, win in _places(x.shape, pool_param):
        out[:, :, i, j] = np.maximum(out[:, :, i, j], x[win].max((2, 3)))
    return out, (x, pool_param)
