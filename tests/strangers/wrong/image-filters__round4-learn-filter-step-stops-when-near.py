"""Round 5. Expected: learn_filter_step loses points. Wrong: a filter whose errors are below 1 is not moved."""

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
    if np.abs(e).max() < 1:
        return np.array(k, float)
    return k - rate * correlate_image(x, e)
