# correlate_backward is wrong for a kernel of whole numbers with a dout of fractions: dx has the type of the kernel.
import numpy as np


def correlate_backward(dout, x, k):
    K = len(k)
    dx = np.zeros(len(x), dtype=k.dtype)
    dk = np.zeros(K)
    for i in range(len(dout)):
        for u in range(K):
            dx[i + u] = dx[i + u] + float(dout[i]) * float(k[u])
            dk[u] += float(dout[i]) * float(x[i + u])
    return dx, dk
