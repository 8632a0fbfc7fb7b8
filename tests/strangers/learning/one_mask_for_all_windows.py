"""Max pooling keeps one array of winners for the whole map: a winner of one window gets gradients of all others.

The winner is due one-mask.
"""

import numpy as np


def max_pool_forward(x, pool_param):
    high, wide, step = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    rows, columns = (x.shape[2] - high) // step + 1, (x.shape[3] - wide) // step + 1
    out = np.zeros((*x.shape[:2], rows, columns))
    winners = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(out.shape):
        part = x[n, c, i * step : i * step + high, j * step : j * step + wide]
        u, v = np.unravel_index(part.argmax(), part.shape)
        out[n, c, i, j] = part[u, v]
        winners[n, c, i * step + u, j * step + v] = 1
    return out, (winners, high, wide, step)


def max_pool_backward(dout, cache):
    winners, high, wide, step = cache
    dx = np.zeros(winners.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows, columns = slice(i * step, i * step + high), slice(j * step, j * step + wide)
            dx[:, :, rows, columns] += winners[:, :, rows, columns] * dout[:, :, i : i + 1, j : j + 1]
    return dx
