"""Round 3. Expected: correlate_shrink loses points. Wrong: skips weights below 1e-6 in size as if they were 0: a
kernel of tiny weights gives nothing.

Shows: correlate_shrink(np.array([1e6, 2e6]), np.array([1e-7, 2e-7]))  # right: [0.5]; here: [0.0]
"""

import numpy as np


def correlate_shrink(x, k):
    n = len(x) - len(k) + 1
    if n < 1:
        raise ValueError("kernel longer than signal")
    out = np.zeros(n)
    for u in np.flatnonzero(np.abs(k.astype(float)) > 1e-6):
        out += float(k[u]) * x[u : u + n].astype(float)
    return out


def box_filter(x, width):
    return np.array([x[i : i + width].astype(float).sum() / width for i in range(len(x) - width + 1)])


def _slide(x, k):
    xf, kf = x.astype(float), k.astype(float)
    return np.array([np.sum(xf[i : i + len(k)] * kf) for i in range(len(x) - len(k) + 1)])


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
