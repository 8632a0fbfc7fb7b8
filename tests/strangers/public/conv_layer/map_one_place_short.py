"""The loops end one place before the last."""

import numpy as np


def conv_map(x, w, b):
    C, H, W = x.shape
    c, HH, WW = w.shape
    if c != C or HH > H or WW > W:
        raise ValueError("does not fit")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH):
        for j in range(W - WW):
            out[i, j] = np.sum(x[:, i : i + HH, j : j + WW] * w) + b
    return out
