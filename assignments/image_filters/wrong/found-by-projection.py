"""The weights are the products of image and output.

Fails: find_filter.values
"""

import numpy as np


def find_filter(x, out):
    windows = [x[i : i + 3, j : j + 3].ravel() for i in range(out.shape[0]) for j in range(out.shape[1])]
    return (np.array(windows, float).T @ out.ravel() / (x**2).sum()).reshape(3, 3)
