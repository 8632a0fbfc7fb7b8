"""Round 2. Expected: correlate_pad loses points. Wrong: the padded signal is kept for later calls of the same
padded length; after a longer signal with a shorter kernel its ends are no longer 0.

Shows: a = correlate_pad(np.full(5, 9.0), np.ones(1)); b = correlate_pad(np.ones(3), np.ones(3)); b  # right: [2.0, 3.0, 2.0]; here: [11.0, 3.0, 11.0]
"""

import numpy as np


_padded_signals = {}


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("K is even")
    p = len(k) // 2
    n = len(x) + 2 * p
    wide = _padded_signals.setdefault(n, np.zeros(n))
    wide[p : n - p] = x
    return np.array([float(np.dot(wide[i : i + len(k)], k.astype(float))) for i in range(len(x))])


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
