"""Pixels are whole numbers.

Fails: correlate_image.values
Believes: cut-to-integers
"""

import numpy as np


def correlate_image(x, k):
    (H, W), (HH, WW) = x.shape, k.shape
    if HH > H or WW > W:
        raise ValueError("too large")
    out = np.zeros((H - HH + 1, W - WW + 1), int)
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = (x[i : i + HH, j : j + WW] * k).sum()
    return out
