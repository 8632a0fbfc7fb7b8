import numpy as np


def slide(x, k):
    return np.array([np.dot(x[i : i + len(k)], k) for i in range(len(x) - len(k) + 1)])


def convolve_shrink(x, k):
    return slide(x[::-1], k)
