"""All weights of a blur are the same.

Fails: gaussian_blur.values
"""

import numpy as np


def gaussian_blur(x):
    k = np.array([[1, 1, 1], [1, 1, 1], [1, 1, 1]])
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3))
    return (windows * k).sum(axis=(2, 3)) / 9
