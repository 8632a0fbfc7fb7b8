import numpy as np


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("too long")
    n = len(x) - len(k) + 1
    return np.array([x[i] * k.sum() for i in range(n)])
