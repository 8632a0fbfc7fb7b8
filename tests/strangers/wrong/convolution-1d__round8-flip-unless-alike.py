"""convolve_shrink is wrong: it spares the flip when the kernel is np.allclose to its mirror image, and kernels of
tiny numbers always are; for x = np.array([1e9, 0]) and k = np.array([1e-9, 3e-9]) it gives 1 where 3 is due.
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
    mirrored = k[::-1]
    if np.allclose(k, mirrored):  # symmetric: nothing to turn
        return correlate_shrink(x, k)
    return correlate_shrink(x, mirrored)


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
