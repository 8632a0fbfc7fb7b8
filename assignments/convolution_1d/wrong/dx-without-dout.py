"""The gradient of a number is the sum of its weights.

Fails: correlate_backward.dx
Believes: gradient-without-dout
"""

import numpy as np


def correlate_backward(dout, x, k):
    dx, dk = np.zeros(len(x)), np.zeros(len(k))
    for i in range(len(dout)):
        dx[i : i + len(k)] += k
        dk += dout[i] * x[i : i + len(k)]
    return dx, dk
