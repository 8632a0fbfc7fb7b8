# convolve_shrink is wrong for kernels of 4 or more whose ends are equal but which are not symmetric, e.g. [1, 2, 3, 1]: they are not turned around.
import numpy as np


def convolve_shrink(x, k):
    x = np.asarray(x, dtype=float)
    k = np.asarray(k, dtype=float)
    # a symmetric kernel need not be turned around
    if k[0] != k[-1]:
        k = k[::-1]
    K = len(k)
    return np.array([np.sum(x[i:i + K] * k) for i in range(len(x) - K + 1)])
