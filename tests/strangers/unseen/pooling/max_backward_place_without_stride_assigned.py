"""Two mistakes: the place of the maximum in the map is i + r, j + q, the stride is missing; and it is assigned
instead of added.
"""

import numpy as np


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.full((N, C, (H - ph) // s + 1, (W - pw) // s + 1), -np.inf)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            for u in range(ph):
                for v in range(pw):
                    out[:, :, i, j] = np.maximum(out[:, :, i, j], x[:, :, i * s + u, j * s + v])
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for (n, c, i, j), g in np.ndenumerate(dout):
        region = x[n, c, i * s:i * s + ph, j * s:j * s + pw]
        r, q = divmod(region.argmax(), region.shape[1])
        dx[n, c, i + r, j + q] = g
    return dx
