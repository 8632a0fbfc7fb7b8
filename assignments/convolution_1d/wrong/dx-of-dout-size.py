"""dx is as long as dout.

Fails: correlate_backward.shape, correlate_backward.dx
"""

import numpy as np


def correlate_backward(dout, x, k):
    dx, dk = np.zeros(len(x)), np.zeros(len(k))
    for i in range(len(dout)):
        dx[i : i + len(k)] += dout[i] * k
        dk += dout[i] * x[i : i + len(k)]
    return dx[: len(dout)] if len(k) > 1 else dx, dk
