import numpy as np


def conv_single(x, w, b):
    return float(np.sum(x * w) + b)


def conv_map(x, w, b):
    _, H, W = x.shape
    _, HH, WW = w.shape
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = np.sum(x[:, i : i + HH, j : j + WW] * w) + b
    return out
