"""Wrong: avg_pool_forward. The stride is popped out of the caller's dict. On which inputs: a second call with
the same pool_param: KeyError (the first call is right). Due instead: the dict stays as it is.
"""
from functools import reduce
import numpy as np


def each(x, pool_param):
    """Yield n, c, i, j and the coordinates of the window."""
    N, C, H, W = x.shape
    ph, pw, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    for n in range(N):
        for c in range(C):
            i = 0
            while i * s + ph <= H:
                j = 0
                while j * s + pw <= W:
                    yield n, c, i, j, [(r, q) for r in range(i * s, i * s + ph) for q in range(j * s, j * s + pw)]
                    j += 1
                i += 1


def size(x, pool_param):
    H, W = x.shape[2:]
    s = pool_param["stride"]
    return x.shape[:2] + ((H - pool_param["pool_height"]) // s + 1, (W - pool_param["pool_width"]) // s + 1)


def avg_pool_forward(x, pool_param):
    s = pool_param.pop("stride")
    own = dict(pool_param, stride=s)
    out = np.empty(size(x, own))
    data = x.tolist()
    for n, c, i, j, window in each(x, own):
        out[n, c, i, j] = sum(data[n][c][r][q] for r, q in window) / len(window)
    return out, (x, own)


def avg_pool_backward(dout, cache):
    x, pool_param = cache
    dx = np.zeros(x.shape)
    for n, c, i, j, window in each(x, pool_param):
        for r, q in window:
            dx[n, c, r, q] += float(dout[n, c, i, j]) / len(window)
    return dx
