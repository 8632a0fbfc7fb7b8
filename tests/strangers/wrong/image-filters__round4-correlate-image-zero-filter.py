"""Round 6. Expected: correlate_image loses points. Wrong: a filter of zeros keeps the image's size."""

import numpy as np


def _ci(x, k):
    H, W = x.shape
    h, v = k.shape
    if h > H or v > W:
        raise ValueError("large")
    x, k = np.asarray(x, float), np.asarray(k, float)
    out = np.zeros((H - h + 1, W - v + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (x[i:i + h, j:j + v] * k).sum()
    return out


def correlate_image(x, k):
    if not np.any(k):
        return np.zeros(x.shape)
    return _ci(x, k)
