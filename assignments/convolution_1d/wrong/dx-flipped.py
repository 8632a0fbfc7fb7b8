"""Backward, the kernel is turned around.

Fails: correlate_backward.dx
"""

import numpy as np


def correlate_backward(dout, x, k):
    dx, dk = np.zeros(len(x)), np.zeros(len(k))
    for i in range(len(dout)):
        dx[i : i + len(k)] += dout[i] * k[::-1]
        dk += dout[i] * x[i : i + len(k)]
    return dx, dk
