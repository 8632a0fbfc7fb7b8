"""Edges are dark.

Fails: edge_detection.values
"""

import numpy as np


def edge_detection(x):
    k = np.array([[1, 1, 1], [1, -8, 1], [1, 1, 1]])
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3))
    return (windows * k).sum(axis=(2, 3))
