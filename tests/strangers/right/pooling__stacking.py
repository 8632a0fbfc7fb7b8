"""Expected: everything it writes passes.

All shifted copies of the map are stacked; the maximum and the mean are taken along the stack.
"""
import numpy as np


def shifted(x, pool_param):
    F1, F2, S = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    last_row, last_col = x.shape[2] - F1, x.shape[3] - F2
    return np.stack([x[:, :, u:u + last_row + 1:S, v:v + last_col + 1:S] for u in range(F1) for v in range(F2)])


def max_pool_forward(x, pool_param):
    stack = shifted(x, pool_param)
    return np.amax(stack, axis=0), (x.shape, pool_param.copy(), np.argmax(stack, axis=0))


def max_pool_backward(dout, cache):
    shape, p, where = cache
    dx = np.zeros(shape)
    for k in range(p["pool_height"] * p["pool_width"]):
        u, v = k // p["pool_width"], k % p["pool_width"]
        dx[:, :, u:u + shape[2] - p["pool_height"] + 1:p["stride"], v:v + shape[3] - p["pool_width"] + 1:p["stride"]] += dout * (where == k)
    return dx


def avg_pool_forward(x, pool_param):
    return np.mean(shifted(x, pool_param), axis=0, dtype=float), (x.shape, pool_param.copy())


def avg_pool_backward(dout, cache):
    shape, p = cache
    cache2 = shape, p, None
    dx = np.zeros(shape)
    for k in range(p["pool_height"] * p["pool_width"]):       # the mean is the sum of what each single cell would give
        dx += max_pool_backward(dout, (*cache2[:2], np.full(dout.shape, k)))
    return dx / (p["pool_height"] * p["pool_width"])
