"""Wrong: correlate_backward. dx has the type of dout. On which inputs: dout of integers with a kernel of
fractions: dx is cut off to whole numbers. Due instead: dx with fractions.
"""
import numpy as np


def correlate_backward(dout, x, k):
    dx, dk = np.zeros(len(x), dtype=dout.dtype if dout.dtype.itemsize > 1 else int), np.zeros(len(k))
    for u in range(len(k)):
        dx[u:u + len(dout)] += (float(k[u]) * dout).astype(dx.dtype)
        dk[u] = np.dot(dout.astype(float), x[u:u + len(dout)])
    return dx, dk
