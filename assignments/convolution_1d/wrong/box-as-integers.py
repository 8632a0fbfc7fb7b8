"""The output has the type of the input.

Fails: box_filter.values
Believes: type-of-the-input
"""

import numpy as np


def box_filter(x, width):
    n = len(x) - width + 1
    out = np.zeros(n, x.dtype)
    for i in range(n):
        out[i] = x[i : i + width].sum() / width
    return out
