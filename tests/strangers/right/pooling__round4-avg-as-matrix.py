"""Right work of a fourth round, written without sight of the cases: avg as matrix. Expected: everything."""

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


def max_pool_backward(dout, cache):
    x, pool_param = cache
    dx = np.zeros(x.shape)
    v = pool_param["pool_width"]
    S = pool_param["stride"]
    for i, j, win in _places(x.shape, pool_param):
        for n in range(x.shape[0]):
            for c in range(x.shape[1]):
                k = x[win][n, c].argmax()
                dx[n, c, i * S + k // v, j * S + k % v] += dout[n, c, i, j]
    return dx


def _ones(n, k, s):
    m = np.zeros(((n - k) // s + 1, n))
    for i in range(len(m)):
        m[i, i * s:i * s + k] = 1
    return m
def avg_pool_forward(x, pool_param):
    A = _ones(x.shape[2], pool_param["pool_height"], pool_param["stride"])
    B = _ones(x.shape[3], pool_param["pool_width"], pool_param["stride"])
    return A @ x @ B.T / (pool_param["pool_height"] * pool_param["pool_width"]), (A, B, pool_param)
def avg_pool_backward(dout, cache):
    A, B, p = cache
    return A.T @ dout @ B / (p["pool_height"] * p["pool_width"])
