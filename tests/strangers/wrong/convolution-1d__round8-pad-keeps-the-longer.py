"""correlate_pad is wrong: it cuts the full correlation to the length of the longer of the two, as np.correlate's
mode 'same' does, so a kernel longer than the signal gives too many numbers; for x = np.array([2]) and k =
np.array([1, 3, 5]) it gives 10 6 2 where 6 alone is due.
"""

import numpy as np


def box_filter(x, width):
    x = x.astype(float)
    return np.array([x[i : i + width].sum() / width for i in range(len(x) - width + 1)])


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    x, k = x.astype(float), k.astype(float)
    return np.array([(x[i : i + len(k)] * k).sum() for i in range(len(x) - len(k) + 1)])


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("an even kernel has no middle")
    full = correlate_shrink(np.pad(x, len(k) - 1), k)
    longer, shorter = max(len(x), len(k)), min(len(x), len(k))
    start = (shorter - 1) // 2
    return full[start : start + longer]


def convolve_shrink(x, k):
    return correlate_shrink(x, k[::-1])


def correlate_backward(dout, x, k):
    dout, x, k = dout.astype(float), x.astype(float), k.astype(float)
    dx, dk = np.zeros(len(x)), np.zeros(len(k))
    for i in range(len(dout)):
        dx[i : i + len(k)] += dout[i] * k
        dk += dout[i] * x[i : i + len(k)]
    return dx, dk


def convolve_sampled(f, g, dt):
    f, g = f.astype(float), g.astype(float)
    out = np.zeros(len(f) + len(g) - 1)
    for tau in range(len(f)):
        out[tau : tau + len(g)] += f[tau] * g
    return out * dt


def two_boxes():
    return "B"


def two_gaussians():
    return 2


def flip_unseen():
    return "A"
