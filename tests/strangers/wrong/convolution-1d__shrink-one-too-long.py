"""Round 2. Expected: correlate_shrink loses points. Wrong: a kernel exactly one longer than the signal gives an
empty array instead of ValueError; longer ones are refused.

Shows: correlate_shrink(np.ones(2), np.ones(3))  # right: raises ValueError; here: []
"""

import numpy as np


def correlate_shrink(x, k):
    out = np.zeros(len(x) - len(k) + 1)  # refuses a negative length by itself
    for i in range(len(out)):
        out[i] = np.dot(x[i : i + len(k)].astype(float), k.astype(float))
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
