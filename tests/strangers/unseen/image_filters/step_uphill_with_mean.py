"""Two mistakes: the step is added instead of subtracted; and the gradient is the mean over the outputs instead of the
sum.
"""

import numpy as np


def correlate_image(x, k):
    x = np.asarray(x, dtype=float)
    return np.einsum("ijuv,uv->ij", np.lib.stride_tricks.sliding_window_view(x, k.shape), k)


def learn_filter_step(x, target, k, rate):
    error = correlate_image(x, k) - target
    slope = np.zeros(k.shape)
    for u in range(k.shape[0]):
        for v in range(k.shape[1]):
            slope[u, v] = np.mean(error * x[u:u + error.shape[0], v:v + error.shape[1]])
    return k + rate * slope
