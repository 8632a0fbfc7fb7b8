"""Only full overlaps count.

Fails: convolve_sampled.shape, convolve_sampled.values
"""

import numpy as np


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for tau in range(len(f)):
        out[tau : tau + len(g)] += f[tau] * g * dt
    short = min(len(f), len(g)) - 1
    return out[short : len(out) - short]
