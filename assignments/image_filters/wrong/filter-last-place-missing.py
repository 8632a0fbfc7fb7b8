import numpy as np


def correlate_image(x, k):
    (H, W), (HH, WW) = x.shape, k.shape
    if HH > H or WW > W:
        raise ValueError("too large")
    out = np.zeros((H - HH, W - WW))
    for i in range(H - HH):
        for j in range(W - WW):
            out[i, j] = (x[i : i + HH, j : j + WW] * k).sum()
    return out
