import numpy as np


def slide(x, k):
    return np.array([np.dot(x[i : i + len(k)], k) for i in range(len(x) - len(k) + 1)])


def correlate_pad(x, k):
    p = len(k) // 2
    return slide(np.pad(x, (p, len(k) - 1 - p)), k)
