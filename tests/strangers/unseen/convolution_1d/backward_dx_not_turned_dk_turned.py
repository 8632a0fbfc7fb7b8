"""Two mistakes: dx slides the kernel as it is over dout with its zeros (it has to be turned around); and dk comes out
back to front, since x and dout are exchanged in the correlation.
"""

import numpy as np


def correlate_backward(dout, x, k):
    K, L = len(k), len(x)
    framed = np.pad(np.asarray(dout, float), K - 1)
    dx = np.zeros(L)
    for i in range(L):
        dx[i] = sum(framed[i + u] * k[u] for u in range(K))
    around = np.zeros(L + 2 * (K - 1))
    around[K - 1:K - 1 + L] = x
    dk = np.zeros(K)
    for u in range(K):
        begin = 2 * (K - 1) - u
        dk[u] = np.dot(dout, around[begin:begin + len(dout)])
    return dx, dk
