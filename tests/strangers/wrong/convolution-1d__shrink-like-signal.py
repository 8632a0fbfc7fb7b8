"""Round 1. Expected: correlate_shrink loses points. Wrong: the output has the type of the signal: a signal of
integers and a kernel of fractions give integers.

Shows: correlate_shrink(np.array([4, 3, 2, -5]), np.array([0.5, 0.25]))  # right: [2.75, 2.0, -0.25]; here: [2.0, 2.0, 0.0]
"""

import numpy as np


def correlate_shrink(x, k):
    places = len(x) - len(k) + 1
    if places < 1:
        raise ValueError("kernel longer than signal")
    out = np.zeros(places, dtype=x.dtype if x.dtype.kind == "f" else np.int64)
    for i in range(places):
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
