"""A filter always fits.

Fails: correlate_image.errors
Believes: accepts-what-does-not-fit
"""

import numpy as np


def correlate_image(x, k):
    (H, W), (HH, WW) = x.shape, k.shape
    out = np.zeros((max(H - HH + 1, 0), max(W - WW + 1, 0)))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = (x[i : i + HH, j : j + WW] * k).sum()
    return out
