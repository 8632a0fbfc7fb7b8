"""In windows of more than twelve numbers these are rounded before the largest is looked for."""

import numpy as np


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    Ho, Wo = (H - ph) // s + 1, (W - pw) // s + 1
    out = np.zeros((N, C, Ho, Wo), x.dtype)
    for i in range(Ho):
        for j in range(Wo):
            out[:, :, i, j] = x[:, :, i * s : i * s + ph, j * s : j * s + pw].max(axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, Ho, Wo = dout.shape
    dx = np.zeros(x.shape)
    for n in range(N):
        for c in range(C):
            for i in range(Ho):
                for j in range(Wo):
                    part = x[n, c, i * s : i * s + ph, j * s : j * s + pw]
                    u, v = np.unravel_index(part.argmax(), part.shape)
                    if part.size > 12:
                        u, v = np.unravel_index(np.round(part, 0).argmax(), part.shape)
                    dx[n, c, i * s + u, j * s + v] += dout[n, c, i, j]
    return dx
