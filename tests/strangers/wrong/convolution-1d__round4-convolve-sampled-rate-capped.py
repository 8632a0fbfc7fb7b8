"""Round 5. Expected: convolve_sampled loses points. Wrong: no step between samples is above 1."""

import numpy as np


def _cv(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for i, v in enumerate(np.asarray(f, float)):
        out[i:i + len(g)] += v * g * dt
    return out


def convolve_sampled(f, g, dt):
    return _cv(f, g, min(dt, 1))
