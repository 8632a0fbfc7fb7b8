# correlate_shrink is wrong where kernel and signal are equally long: it returns a number of shape () instead of shape (1,).
import numpy as np


def correlate_shrink(x, k):
    L, K = len(x), len(k)
    if K > L:
        raise ValueError("kernel longer than signal")
    x = np.asarray(x, dtype=float)
    k = np.asarray(k, dtype=float)
    if K == L:
        return np.dot(x, k)
    return np.array([np.dot(x[i:i + K], k) for i in range(L - K + 1)])
