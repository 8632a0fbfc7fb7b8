"""Eight neighbours, so divide by eight.

Fails: box_mean.values
"""

import numpy as np


def box_mean(x):
    k = np.array([[1, 1, 1], [1, 1, 1], [1, 1, 1]])
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3))
    return (windows * k).sum(axis=(2, 3)) / 8
