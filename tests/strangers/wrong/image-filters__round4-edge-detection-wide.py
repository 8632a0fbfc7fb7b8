"""Round 6. Expected: edge_detection loses points. Wrong: columns beyond 60 stay 0."""

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


def _ed(x):
    return correlate_image(x, np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]))


def edge_detection(x):
    out = _ed(x)
    out[:, 60:] = 0
    return out
