"""Weights of a blur are whole.

Fails: gaussian_blur.values
Believes: not-divided
"""

import numpy as np


def gaussian_blur(x):
    k = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3))
    return (windows * k).sum(axis=(2, 3))
