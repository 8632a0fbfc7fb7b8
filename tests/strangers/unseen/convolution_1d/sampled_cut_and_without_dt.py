"""Two mistakes: the result has only as many samples as f; and the sum is not multiplied by dt."""

import numpy as np


def convolve_sampled(f, g, dt):
    n = len(f)
    out = np.zeros(n)
    for t in range(n):
        for tau in range(len(g)):
            if t - tau >= 0:
                out[t] += f[t - tau] * g[tau]
    return out
