"""max_pool_forward: the largest so far begins at 0
max_pool_backward: the maximum of all images and channels of a window
avg_pool_forward: the number of places is rounded up
avg_pool_backward: divided by the height, twice
"""

import numpy as np


def max_pool_forward(x, pool_param):
    N, C, H, W = x.shape
    h, w, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    out = np.zeros((N, C, (H - h) // s + 1, (W - w) // s + 1))
    for n in range(N):
        for c in range(C):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    best = 0
                    for a in range(h):
                        for b in range(w):
                            if x[n, c, i * s + a, j * s + b] > best:
                                best = x[n, c, i * s + a, j * s + b]
                    out[n, c, i, j] = best
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    h, w, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            window = x[:, :, i * s : i * s + h, j * s : j * s + w]
            mask = window == window.max()
            dx[:, :, i * s : i * s + h, j * s : j * s + w] += mask * dout[:, :, i, j][:, :, None, None]
    return dx


def avg_pool_forward(x, pool_param):
    N, C, H, W = x.shape
    h, w, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    out = np.zeros((N, C, int(np.ceil((H - h) / s)) + 1, int(np.ceil((W - w) / s)) + 1))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = x[:, :, i * s : i * s + h, j * s : j * s + w].mean(axis=(2, 3))
    return out, (x, pool_param)


def avg_pool_backward(dout, cache):
    x, pool_param = cache
    h, w, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            share = dout[:, :, i, j] / (h * h)
            dx[:, :, i * s : i * s + h, j * s : j * s + w] += share[:, :, None, None]
    return dx
