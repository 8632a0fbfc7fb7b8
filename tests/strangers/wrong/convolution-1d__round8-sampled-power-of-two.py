"""convolve_sampled is wrong: it takes the next power of two from L + K - 2 instead of L + K - 1, which is one too
short when L + K - 1 is a power of two plus one, as 5 is; for f = g = np.array([1, 1, 1]) and dt = 1.0 it gives
the four numbers 2 2 3 2 where 1 2 3 2 1 is due.
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
    size = 1
    while size < len(f) + len(g) - 2:
        size *= 2
    spectrum = np.fft.rfft(f, size) * np.fft.rfft(g, size)
    return np.fft.irfft(spectrum, size)[: len(f) + len(g) - 1] * dt


def two_boxes():
    return "B"


def two_gaussians():
    return 2


def flip_unseen():
    return "A"
