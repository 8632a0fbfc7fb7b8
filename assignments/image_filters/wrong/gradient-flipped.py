import numpy as np


def correlated(x, k):
    (H, W), (HH, WW) = x.shape, k.shape
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = (x[i : i + HH, j : j + WW] * k).sum()
    return out


def learn_filter_step(x, target, k, rate):
    error = correlated(x, k) - target
    gradient = correlated(x, error)
    return k - rate * gradient[::-1, ::-1]
