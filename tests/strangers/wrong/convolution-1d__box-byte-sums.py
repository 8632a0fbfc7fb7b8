"""Round 1. Expected: box_filter loses points. Wrong: adds the shifted signals in their own type: uint8 and int8
wrap around before the division.

Shows: box_filter(np.array([200, 100, 60], np.uint8), 3)  # right: [120.0]; here: [34.666666667]
"""

import numpy as np


def box_filter(x, width):
    n = len(x) - width + 1
    total = x[:n].copy()
    for u in range(1, width):
        total += x[u : u + n]
    return total / width


def _slide(x, k):
    xf, kf = x.astype(float), k.astype(float)
    return np.array([np.sum(xf[i : i + len(k)] * kf) for i in range(len(x) - len(k) + 1)])


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    return _slide(x, k)


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("K is even")
    frame = np.zeros(len(k) // 2)
    return _slide(np.concatenate([frame, x.astype(float), frame]), k)


def convolve_shrink(x, k):
    return _slide(x, k[::-1])


def correlate_backward(dout, x, k):
    dx, dk = np.zeros(len(x)), np.zeros(len(k))
    xf, kf = x.astype(float), k.astype(float)
    for i in range(len(dout)):
        dx[i : i + len(k)] += float(dout[i]) * kf
        dk += float(dout[i]) * xf[i : i + len(k)]
    return dx, dk


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for i in range(len(f)):
        out[i : i + len(g)] += float(f[i]) * g.astype(float)
    return out * dt
