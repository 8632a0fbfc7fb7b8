"""Expected: everything it writes passes; one deduction for a modified argument.

convolve_shrink turns the caller's kernel around in place, and leaves it that way.
"""
import numpy as np


def correlate_shrink(x, k):
    n = x.shape[0] - k.shape[0] + 1
    if n < 1:
        raise ValueError("kernel longer than signal")
    out = np.zeros(n)
    for i in range(n):
        out[i] = np.dot(x[i:i + k.shape[0]], k)
    return out


def convolve_shrink(x, k):
    k[:] = k[::-1].copy()
    return correlate_shrink(x, k)
