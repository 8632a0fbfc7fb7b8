"""dx is correlated with the kernel as it is."""

import numpy as np


def correlate_backward(dout, x, k):
    L, K = len(x), len(k)
    dk = np.zeros(K)
    for u in range(K):
        dk[u] = np.sum(dout * x[u : u + len(dout)])
    padded = np.pad(np.asarray(dout, float), (K - 1, K - 1))
    dx = np.zeros(L)
    for i in range(L):
        dx[i] = np.sum(padded[i : i + K] * k)
    return dx, dk
