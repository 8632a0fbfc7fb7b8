import numpy as np


def box_filter(x, width):
    n = len(x) - width + 1
    return np.array([x[i : i + width].mean() for i in range(n - 1)])
