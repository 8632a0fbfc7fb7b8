import numpy as np


def correlate_shrink(x, k):
    n = len(x) - len(k) + 1
    return np.array([np.dot(x[i : i + len(k)], k) for i in range(max(n, 0))])
