"""Wrong: convolve_shrink. The turned kernel is remembered under its length and its sum. On which inputs: a
second kernel of the same length and sum, such as 3, 2, 1 after 1, 2, 3. Due instead: the kernel at hand.
"""
import numpy as np


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("kernel too long")
    x, k = x.astype(float), k.astype(float)
    out = np.zeros(len(x) - len(k) + 1)
    for i in range(len(out)):
        for u in range(len(k)):
            out[i] += k[u] * x[i + u]
    return out


_turned = {}


def convolve_shrink(x, k):
    key = (len(k), float(k.sum()))
    if key not in _turned:
        _turned[key] = k[::-1].copy()
    return correlate_shrink(x, _turned[key])
