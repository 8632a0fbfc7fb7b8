"""convolve_sampled is wrong: it calls itself for the rest of the longer function, one sample at a time, so long
signals end in RecursionError; for f = np.ones(1500), g = np.array([2.0]), dt = 0.5 it raises where 1500 ones
are due.
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
    return correlate_shrink(np.pad(x, len(k) // 2), k)


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
    if len(f) < len(g):
        f, g = g, f  # f * g = g * f
    if len(f) == 1:
        return f[0] * g * dt
    out = np.zeros(len(f) + len(g) - 1)
    if len(f) == len(g):
        for tau in range(len(f)):
            out[tau : tau + len(g)] += f[tau] * g * dt
    else:  # the first sample, and then all others
        out[: len(g)] = f[0] * g * dt
        out[1:] += convolve_sampled(f[1:], g, dt)
    return out


def two_boxes():
    return "B"


def two_gaussians():
    return 2


def flip_unseen():
    return "A"
