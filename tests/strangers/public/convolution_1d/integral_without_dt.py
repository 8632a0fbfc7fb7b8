"""The sum is not multiplied by dt."""

import numpy as np


def convolve_sampled(f, g, dt):
    n = len(f) + len(g) - 1
    out = np.zeros(n)
    for i in range(len(f)):
        for j in range(len(g)):
            out[i + j] += f[i] * g[j]
    return out
