"""The result is as long as the first function.

Fails: convolve_sampled.shape, convolve_sampled.values
Believes: as-long-as-the-first
"""

import numpy as np


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for tau in range(len(f)):
        out[tau : tau + len(g)] += f[tau] * g * dt
    start = (len(g) - 1) // 2
    return out[start : start + len(f)]
