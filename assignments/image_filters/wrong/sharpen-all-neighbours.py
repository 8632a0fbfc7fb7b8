"""All eight neighbours are taken away.

Fails: sharpen.values
"""

import numpy as np


def sharpen(x):
    k = np.array([[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]])
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3))
    return (windows * k).sum(axis=(2, 3))
