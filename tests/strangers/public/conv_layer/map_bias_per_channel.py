"""The bias is added once for every channel."""

import numpy as np


def corr(x, k):
    h = x.shape[0] - k.shape[0] + 1
    w = x.shape[1] - k.shape[1] + 1
    if h < 1 or w < 1:
        raise ValueError
    res = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            res[i, j] = (x[i : i + k.shape[0], j : j + k.shape[1]] * k).sum()
    return res


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("channels")
    out = 0
    for c in range(x.shape[0]):
        out = out + corr(x[c], w[c]) + b
    return out
