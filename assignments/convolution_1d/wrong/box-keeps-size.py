import numpy as np


def box_filter(x, width):
    n = len(x) - width + 1
    return np.array([x[max(i - width // 2, 0) : i + width - width // 2].mean() for i in range(len(x))])
