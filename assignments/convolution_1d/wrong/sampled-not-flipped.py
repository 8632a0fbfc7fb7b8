"""The second function is not turned around.

Fails: convolve_sampled.values
Believes: not-flipped
"""

import numpy as np


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for tau in range(len(f)):
        out[tau : tau + len(g)] += f[tau] * g[::-1] * dt
    return out
