import numpy as np


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("too long")
    n = len(x) - len(k) + 1
    out = np.zeros(n)
    for i in range(n):
        for u in range(len(k)):
            out[i] = k[u] * x[i + u]
    return out
