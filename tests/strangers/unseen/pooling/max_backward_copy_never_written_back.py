"""The part of dx under the window is taken out, and `part = part + ...` makes a new array that is never written back:
dx stays zero.
"""

import numpy as np


def max_pool_forward_naive(x, pool_param):
    h, w, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.zeros((N, C, 1 + (H - h) // s, 1 + (W - w) // s))
    for k in range(out.shape[2]):
        for m in range(out.shape[3]):
            out[:, :, k, m] = np.amax(x[:, :, k * s:k * s + h, m * s:m * s + w], axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    h, w, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            for k in range(dout.shape[2]):
                for m in range(dout.shape[3]):
                    window = x[n, c, k * s:k * s + h, m * s:m * s + w]
                    part = dx[n, c, k * s:k * s + h, m * s:m * s + w]
                    part = part + (window == window.max()) * dout[n, c, k, m]
    return dx
