"""Round 3. Expected: correlate_pad loses points. Wrong: kernels of more than five weights get a frame of three
zeros on each side, as for seven.

Shows: correlate_pad(np.arange(9.0), np.arange(9.0))  # right: [70.0, 100.0, 133.0, 168.0, 204.0, 168.0, 133.0, 100.0, 70.0]; here: [100.0, 133.0, 168.0, 204.0, 168.0, 133.0, 100.0, 70.0, 44.0]
"""

import numpy as np


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("K is even")
    p = min(len(k) // 2, 3)
    out = np.zeros(len(x))
    for i in range(len(x)):
        for u in range(len(k)):
            at = i - p + u
            if 0 <= at < len(x):
                out[i] += float(x[at]) * float(k[u])
    return out


def box_filter(x, width):
    return np.array([x[i : i + width].astype(float).sum() / width for i in range(len(x) - width + 1)])


def _slide(x, k):
    xf, kf = x.astype(float), k.astype(float)
    return np.array([np.sum(xf[i : i + len(k)] * kf) for i in range(len(x) - len(k) + 1)])


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    return _slide(x, k)


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
