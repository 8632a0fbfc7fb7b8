"""All K - 1 zeros are put in front of the signal (a causal filter), none behind it: the result is shifted."""

import numpy as np


def correlate_pad(x, k):
    K = len(k)
    if K % 2 == 0:
        raise ValueError("the kernel must have an odd length")
    longer = np.concatenate([np.zeros(K - 1), x])
    return np.array([np.dot(longer[i:i + K], k) for i in range(len(x))], dtype=float)
