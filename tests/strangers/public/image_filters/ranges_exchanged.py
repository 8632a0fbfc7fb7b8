"""Rows run over the width, columns over the height."""

import numpy as np


def correlate_image(x, k):
    H, W = x.shape
    HH, WW = k.shape
    if HH > H or WW > W:
        raise ValueError
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(W - WW + 1):
        for j in range(H - HH + 1):
            out[i, j] = np.sum(x[i : i + HH, j : j + WW] * k)
    return out
