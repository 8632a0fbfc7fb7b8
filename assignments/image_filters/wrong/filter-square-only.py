import numpy as np


def correlate_image(x, k):
    (H, W), n = x.shape, len(k)
    if n > H or n > W:
        raise ValueError("too large")
    out = np.zeros((H - n + 1, W - n + 1))
    for i in range(H - n + 1):
        for j in range(W - n + 1):
            out[i, j] = (x[i : i + n, j : j + n] * k).sum()
    return out
