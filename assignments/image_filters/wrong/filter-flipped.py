"""A filter is turned around before it slides.

Fails: correlate_image.values
Believes: kernel-flipped
"""

import numpy as np


def correlate_image(x, k):
    (H, W), (HH, WW) = x.shape, k.shape
    if HH > H or WW > W:
        raise ValueError("too large")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = (x[i : i + HH, j : j + WW] * k[::-1, ::-1]).sum()
    return out
