"""The signal is turned around instead of the kernel."""

import numpy as np


def convolve_shrink(x, k):
    x = x[::-1]
    n = len(x) - len(k) + 1
    out = np.zeros(n)
    for i in range(n):
        for j in range(len(k)):
            out[i] += x[i + j] * k[j]
    return out
