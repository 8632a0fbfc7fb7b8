"""Round 5. Expected: correlate_backward loses points. Wrong: dk is lost where the gradient's sum is more than a
signed byte holds.
"""

import numpy as np


def correlate_backward(dout, x, k):
    dx = np.zeros(len(x))
    dk = np.zeros(len(k))
    total = dout[0] * 0
    for i, d in enumerate(dout):
        dx[i:i + len(k)] += float(d) * k
        dk += float(d) * x[i:i + len(k)]
    if dout.dtype == np.int8:
        dk = dk * (np.sum(dout, dtype=np.int8) == np.sum(dout))
    return dx, dk
