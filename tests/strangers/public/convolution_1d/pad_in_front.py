"""All zeros are put in front."""

import numpy as np


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("K must be odd")
    padded = np.concatenate([np.zeros(len(k) - 1), x])
    return np.array([np.dot(padded[i : i + len(k)], k) for i in range(len(x))])
