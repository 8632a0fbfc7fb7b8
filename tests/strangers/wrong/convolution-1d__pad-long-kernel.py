"""Round 1. Expected: correlate_pad loses points. Wrong: a kernel more than twice as long as the signal sticks
out at both ends; only the left end is clipped against the right weights.

Shows: correlate_pad(np.array([1.0, 2.0]), np.array([1.0, 2.0, 3.0, 4.0, 5.0]))  # right: [11.0, 8.0]; here: [14.0, 14.0]
"""

import numpy as np


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("K is even")
    p, n = len(k) // 2, len(x)
    xf, kf = x.astype(float), k.astype(float)
    out = np.zeros(n)
    for i in range(n):
        first, last = i - p, i - p + len(k)
        if first < 0:
            part = kf[-first:]
            window = xf[: max(last, 0)]
            part = part[len(part) - len(window) :]
        else:
            window = xf[first:]
            window = window[: len(k)]
            part = kf[: len(window)]
        out[i] = window @ part
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
