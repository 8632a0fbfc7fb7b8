"""Expected: everything it writes passes; one deduction for a modified argument.

learn_filter_step moves the caller's filter where it is made of floats, and returns the same array.
"""
import numpy as np


def correlate_image(x, k):
    if x.shape[0] < k.shape[0] or x.shape[1] < k.shape[1]:
        raise ValueError("no")
    return np.array([[np.sum(x[i:i + k.shape[0], j:j + k.shape[1]] * k) for j in range(x.shape[1] - k.shape[1] + 1)]
                     for i in range(x.shape[0] - k.shape[0] + 1)])


def learn_filter_step(x, target, k, rate):
    if not np.issubdtype(k.dtype, np.floating):
        k = k.astype(float)
    e = correlate_image(x, k) - target
    for u in range(k.shape[0]):
        for v in range(k.shape[1]):
            k[u, v] -= rate * np.sum(e * x[u:u + e.shape[0], v:v + e.shape[1]])
    return k
