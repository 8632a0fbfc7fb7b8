"""The result is an array of the image's type; for bytes or whole numbers, negative values wrap around and fractions
are cut.
"""

import numpy as np


def correlate_image(x, k):
    H, W = x.shape
    hh, ww = k.shape
    if hh > H or ww > W:
        raise ValueError("the filter is larger than the image")
    result = np.zeros_like(x[:H - hh + 1, :W - ww + 1])
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = np.sum(x[i:i + hh, j:j + ww] * k)
    return result
