"""box_filter is wrong: it takes differences of one running sum, in which a large number swallows the small ones
behind it; for x = np.array([1e17, 1.0, 2.0, 3.0]) and width = 2 it gives 5e16 0 0 where 5e16 1.5 2.5 is due.
"""

import numpy as np


def box_filter(x, width):
    sums = np.concatenate([[0.0], np.cumsum(x, dtype=float)])
    return (sums[width:] - sums[:-width]) / width


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
