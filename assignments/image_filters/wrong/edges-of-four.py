"""Only four neighbours count.

Fails: edge_detection.values
"""

import numpy as np


def edge_detection(x):
    k = np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]])
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3))
    return (windows * k).sum(axis=(2, 3))
