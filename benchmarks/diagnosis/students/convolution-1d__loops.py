"""correlate_shrink: one place too few
correlate_pad: padded by the whole kernel
convolve_shrink: the kernel is not turned around
correlate_backward: dk meets the wrong entry of x
box_filter: divided by the length of the signal
"""

import numpy as np


def box_filter(x, width):
    out = []
    for i in range(len(x) - width + 1):
        out.append(sum(x[i : i + width]) / len(x))
    return np.array(out)


def correlate_shrink(x, k):
    L, K = len(x), len(k)
    if K > L:
        raise ValueError("the kernel is longer than the signal")
    out = np.zeros(L - K)
    for i in range(L - K):
        for j in range(K):
            out[i] += x[i + j] * k[j]
    return out


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("K is even")
    half = len(k)
    padded = np.concatenate([np.zeros(half), x, np.zeros(half)])
    out = np.zeros(len(x))
    for i in range(len(x)):
        out[i] = np.sum(padded[i : i + len(k)] * k)
    return out


def convolve_shrink(x, k):
    size = len(x) - len(k) + 1
    out = np.zeros(size)
    for i in range(size):
        out[i] = np.dot(x[i : i + len(k)], k)
    return out


def correlate_backward(dout, x, k):
    dx = np.zeros(len(x))
    dk = np.zeros(len(k))
    for i in range(len(dout)):
        for j in range(len(k)):
            dx[i + j] += dout[i] * k[j]
            dk[j] += dout[i] * x[i]
    return dx, dk
