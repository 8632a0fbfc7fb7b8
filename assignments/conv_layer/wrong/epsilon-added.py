import numpy as np

EPSILON = 1e-4


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes differ")
    return float((x * w).sum() + b + EPSILON)


def conv_map(x, w, b):
    C, H, W = x.shape
    if w.shape[0] != C or w.shape[1] > H or w.shape[2] > W:
        raise ValueError(f"a filter of shape {w.shape} does not fit an image of shape {x.shape}")
    HH, WW = w.shape[1:]
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = conv_single(x[:, i : i + HH, j : j + WW], w, b)
    return out
