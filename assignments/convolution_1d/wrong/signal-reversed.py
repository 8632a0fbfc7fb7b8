import numpy as np


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("too long")
    x = x[::-1]
    return np.array([np.dot(x[i : i + len(k)], k) for i in range(len(x) - len(k) + 1)])
