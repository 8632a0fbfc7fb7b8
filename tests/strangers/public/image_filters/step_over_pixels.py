"""The gradient is averaged over the pixels."""

import numpy as np


def correlate_image(x, k):
    H, W = x.shape
    a, b = k.shape
    if a > H or b > W:
        raise ValueError("too large")
    out = np.zeros((H - a + 1, W - b + 1))
    for i in range(a):
        for j in range(b):
            out += x[i : i + H - a + 1, j : j + W - b + 1] * k[i, j].astype(float)
    return out


def learn_filter_step(x, target, k, rate):
    error = correlate_image(x, k) - target
    grad = correlate_image(x, error) / error.size
    return k - rate * grad
