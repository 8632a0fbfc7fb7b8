"""A slice is a copy, so the products can be computed in place.

Fails: conv_map.values, conv_map.inputs
"""

import numpy as np


def conv_map(x, w, b):
    C, H, W = x.shape
    if w.shape[0] != C:
        raise ValueError(f"filter depth {w.shape[0]} is not image depth {C}")
    _, HH, WW = w.shape
    if HH > H or WW > W:
        raise ValueError("the filter does not fit")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            window = x[:, i : i + HH, j : j + WW]
            window *= w
            out[i, j] = window.sum() + b
    return out
