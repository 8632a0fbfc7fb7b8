"""Round 1. Expected: correlate_pad loses points. Wrong: the padded signal is stored in the type of the kernel: a
signal of fractions with a kernel of integers loses them.

Shows: correlate_pad(np.array([0.5, 1.5, 2.5]), np.array([1, 2, 1]))  # right: [2.5, 6.0, 6.5]; here: [1.0, 4.0, 5.0]
"""

import numpy as np


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("K is even")
    p = len(k) // 2
    wide = np.zeros(len(x) + 2 * p, dtype=float if k.dtype.kind == "f" else np.int64)
    wide[p : p + len(x)] = x
    return np.array([np.sum(wide[i : i + len(k)] * k.astype(float)) for i in range(len(x))])


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
