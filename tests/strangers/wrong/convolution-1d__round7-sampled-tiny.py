# convolve_sampled is wrong for samples of f below 1e-8 in size (they count as 0), however large those of g are.
import numpy as np


def convolve_sampled(f, g, dt):
    f = np.asarray(f, dtype=float)
    g = np.asarray(g, dtype=float)
    out = np.zeros(len(f) + len(g) - 1)
    for i in range(len(f)):
        if np.isclose(f[i], 0):
            continue
        out[i:i + len(g)] += f[i] * g * dt
    return out
