"""Where a difference of two samples is the shorter signal, it is turned around when both are exchanged."""

import numpy as np


def convolve_sampled(f, g, dt):
    if len(g) > len(f):
        f, g = g, f[::-1] if len(f) == 2 and f[0] == -f[1] else f
    out = np.zeros(len(f) + len(g) - 1)
    for i in range(len(g)):
        out[i : i + len(f)] += g[i] * (f * 1.0)
    return out * abs(dt)
