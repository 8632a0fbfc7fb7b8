"""Round 2. Expected: correlate_pad loses points. Wrong: an even kernel is refused only while it is not longer
than the signal.

Shows: correlate_pad(np.ones(3), np.ones(4))  # right: raises ValueError; here: [3.0, 3.0, 2.0]
"""

import numpy as np


def correlate_pad(x, k):
    p = (len(k) - 1) // 2
    if len(k) <= len(x) and 2 * p + 1 != len(k):
        raise ValueError("an even kernel has no middle")
    out = np.zeros(len(x))
    for i in range(len(x)):
        for u in range(len(k)):
            if 0 <= i + u - p < len(x):
                out[i] += float(x[i + u - p]) * float(k[u])
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
