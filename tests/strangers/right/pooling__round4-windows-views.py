"""Right work of a fourth round, written without sight of the cases: windows views. Expected: everything."""

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


def _win(x, p):
    s = p["stride"]
    return np.lib.stride_tricks.sliding_window_view(x, (p["pool_height"], p["pool_width"]), (2, 3))[:, :, ::s, ::s]
def max_pool_forward(x, pool_param):
    w = _win(x, pool_param)
    flat = w.reshape(*w.shape[:4], -1)
    return flat.max(-1), (flat.argmax(-1), x.shape, pool_param)
def max_pool_backward(dout, cache):
    k, shape, p = cache
    n, c, i, j = np.indices(k.shape)
    dx = np.zeros(shape)
    np.add.at(dx, (n, c, i * p["stride"] + k // p["pool_width"], j * p["stride"] + k % p["pool_width"]), dout)
    return dx
def avg_pool_forward(x, pool_param):
    return _win(x, pool_param).mean(axis=(-1, -2)), (x.shape, pool_param)
def avg_pool_backward(dout, cache):
    shape, p = cache
    dx = np.zeros(shape)
    h, v, s = p["pool_height"], p["pool_width"], p["stride"]
    for u in range(h):
        for t in range(v):
            dx[:, :, u:u + s * dout.shape[2]:s, t:t + s * dout.shape[3]:s] += dout / (h * v)
    return dx
