"""Round 1. Expected: correlate_backward loses points. Wrong: dx is collected in zeros_like(x): for a signal of
integers the fractions are cut at every step.

Shows: correlate_backward(np.array([0.5]), np.array([1, 2]), np.array([1.0, 3.0]))[0]  # right: [0.5, 1.5]; here: [0.0, 1.0]
"""

import numpy as np


def correlate_backward(dout, x, k):
    dx, dk = np.zeros_like(x), np.zeros(len(k))
    for i, d in enumerate(dout):
        for u in range(len(k)):
            dx[i + u] = dx[i + u] + float(d) * float(k[u])
            dk[u] += float(d) * float(x[i + u])
    return dx, dk


def box_filter(x, width):
    return np.array([x[i : i + width].astype(float).sum() / width for i in range(len(x) - width + 1)])


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


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for i in range(len(f)):
        out[i : i + len(g)] += float(f[i]) * g.astype(float)
    return out * dt
