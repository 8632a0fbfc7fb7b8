"""convolution-1d. Bug: The sum is not multiplied by dt. The output has L + K numbers, one too many.

Expected: convolve_sampled failed: by dt-forgotten and one-sample-more.
"""

import numpy as np


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g))
    for i, a in enumerate(f.astype(float)):
        for j, b in enumerate(g.astype(float)):
            out[i + j] += a * b
    return out
