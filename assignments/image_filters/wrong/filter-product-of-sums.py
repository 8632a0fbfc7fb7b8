"""The sum of products is the product of sums.

Fails: correlate_image.values
Believes: product-of-sums
"""

import numpy as np


def correlate_image(x, k):
    (H, W), (HH, WW) = x.shape, k.shape
    if HH > H or WW > W:
        raise ValueError("too large")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = x[i : i + HH, j : j + WW].sum() * k.sum()
    return out
