"""Round 5. Expected: learn_filter_step loses points. Wrong: the gradient is cut at a million."""

import numpy as np


def correlate_image(x, k):
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


def learn_filter_step(x, target, k, rate):
    e = correlate_image(x, k) - target
    return k - rate * np.clip(correlate_image(x, e), -1e6, 1e6)
