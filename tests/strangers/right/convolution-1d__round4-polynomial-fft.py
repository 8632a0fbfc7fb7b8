"""Right work of a fourth round, written without sight of the cases: polynomial fft. Expected: everything."""

import numpy as np


def correlate_shrink(x, k):
    L, K = len(x), len(k)
    if K > L:
        raise ValueError("long")
    x, k = np.asarray(x, float), np.asarray(k, float)
    return np.array([(x[i:i + K] * k).sum() for i in range(L - K + 1)])


def box_filter(x, width):
    return correlate_shrink(x, np.ones(width)) / width


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("even")
    return correlate_shrink(np.pad(x, len(k) // 2), k)


def convolve_shrink(x, k):
    return correlate_shrink(x, k[::-1])


def correlate_backward(dout, x, k):
    dx = np.zeros(len(x))
    dk = np.zeros(len(k))
    for i, d in enumerate(np.asarray(dout, float)):
        dx[i:i + len(k)] += d * k
        dk += d * x[i:i + len(k)]
    return dx, dk


def two_boxes():
    return "B"


def two_gaussians():
    return 2.0


def flip_unseen():
    return "A"


def convolve_sampled(f, g, dt):
    n = len(f) + len(g) - 1
    m = 1 << (n - 1).bit_length()
    return np.fft.ifft(np.fft.fft(f, m) * np.fft.fft(g, m)).real[:n] * dt
