"""The image keeps its size.

Fails: correlate_image.shape, correlate_image.values
Believes: size-kept
"""

import numpy as np


def correlate_image(x, k):
    (H, W), (HH, WW) = x.shape, k.shape
    if HH > H or WW > W:
        raise ValueError("too large")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = (x[i : i + HH, j : j + WW] * k).sum()
    return np.pad(out, ((0, HH - 1), (0, WW - 1)))
