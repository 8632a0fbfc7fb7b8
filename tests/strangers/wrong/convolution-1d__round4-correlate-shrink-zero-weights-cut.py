"""Round 6. Expected: correlate_shrink loses points. Wrong: zeros at the kernel's end are cut off, and the output
gets longer.
"""

import numpy as np


def _cs(x, k):
    L, K = len(x), len(k)
    if K > L:
        raise ValueError("long")
    x, k = np.asarray(x, float), np.asarray(k, float)
    return np.array([(x[i:i + K] * k).sum() for i in range(L - K + 1)])


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError
    k = np.asarray(k, float)
    if len(k) > 1 and k[-1] == 0:
        return _cs(x, np.trim_zeros(k, "b") if k.any() else k[:1] * 0)
    return _cs(x, k)
