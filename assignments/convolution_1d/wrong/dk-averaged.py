"""The gradient of a weight is a mean over places.

Fails: correlate_backward.dk
"""

import numpy as np


def correlate_backward(dout, x, k):
    dx, dk = np.zeros(len(x)), np.zeros(len(k))
    for i in range(len(dout)):
        dx[i : i + len(k)] += dout[i] * k
        dk += dout[i] * x[i : i + len(k)]
    return dx, dk / len(dout)
