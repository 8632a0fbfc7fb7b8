"""correlate_backward is wrong: dx gets the common type of dout and x, though k comes in as well, and dk that of
dout and k without x; for dout = np.array([1]), x = np.array([2]), k = np.array([0.5]) it gives dx = 0 where 0.5
is due.
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
    dx = np.zeros(len(x), dtype=np.result_type(x, dout, np.int64))
    dk = np.zeros(len(k), dtype=np.result_type(k, dout, np.int64))
    for i in range(len(dout)):
        d = float(dout[i])
        dx[i : i + len(k)] = dx[i : i + len(k)] + d * k
        dk[:] = dk + d * x[i : i + len(k)]
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
