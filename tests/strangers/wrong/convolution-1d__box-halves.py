"""Round 3. Expected: box_filter loses points. Wrong: widths above 8 are done as the mean of the means of two
halves, which differ in length when the width is odd.

Shows: box_filter(np.array([9.0, 0, 0, 0, 0, 0, 0, 0, 0]), 9)  # right: [1.0]; here: [1.125]
"""

import numpy as np


def box_filter(x, width):
    n = len(x) - width + 1
    if width > 8:
        left = width // 2
        first = box_filter(x[: len(x) - (width - left)], left)
        second = box_filter(x[left:], width - left)
        return (first + second) / 2
    return np.array([x[i : i + width].astype(float).sum() / width for i in range(n)])


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


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for i in range(len(f)):
        out[i : i + len(g)] += float(f[i]) * g.astype(float)
    return out * dt
