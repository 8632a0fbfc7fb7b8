"""Round 2. Expected: convolve_sampled loses points. Wrong: multiplies the shorter of the two arrays by dt in
place, if it holds floats.

Shows: f, g = np.ones(4), np.ones(2); out = convolve_sampled(f, g, 0.5); g  # right: [1.0, 1.0]; here: [0.5, 0.5]
"""

import numpy as np


def convolve_sampled(f, g, dt):
    long, short = (f, g) if len(f) >= len(g) else (g, f)
    if short.dtype != np.float64:
        short = short.astype(float)
    short *= dt
    out = np.zeros(len(long) + len(short) - 1)
    for j, value in enumerate(short):
        out[j : j + len(long)] += value * long.astype(float)
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
