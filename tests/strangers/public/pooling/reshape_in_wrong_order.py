"""The blocks are made by a reshape whose axes are in the wrong order."""

import numpy as np


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    if ph == pw == s and H % s == 0 and W % s == 0:
        out = x.reshape(N, C, H // ph, W // pw, ph, pw).max(axis=(4, 5))
    else:
        Ho, Wo = (H - ph) // s + 1, (W - pw) // s + 1
        out = np.empty((N, C, Ho, Wo))
        for i in range(Ho):
            for j in range(Wo):
                out[:, :, i, j] = x[:, :, i * s : i * s + ph, j * s : j * s + pw].max(axis=(2, 3))
    return out, (x, pool_param)
