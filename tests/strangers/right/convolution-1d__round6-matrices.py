"""Toeplitz matrices, sliding windows and an FFT."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def toeplitz(k, L):
    T = np.zeros((L - len(k) + 1, L))
    for i in range(T.shape[0]):
        T[i, i:i + len(k)] = k
    return T


def box_filter(x, width):
    return sliding_window_view(x, width).mean(axis=1)


def correlate_shrink(x, k):
    if k.size > x.size:
        raise ValueError("%d > %d" % (k.size, x.size))
    return toeplitz(k, len(x)) @ x


def correlate_pad(x, k):
    if not k.size % 2:
        raise ValueError("odd kernels only")
    half = (k.size - 1) // 2
    return toeplitz(k, len(x) + 2 * half) @ np.pad(x, half)


def convolve_shrink(x, k):
    return correlate_shrink(x, np.flip(k))


def correlate_backward(dout, x, k):
    return toeplitz(k, len(x)).T @ dout, sliding_window_view(x, len(dout)).astype(float) @ dout


def convolve_sampled(f, g, dt):
    n = len(f) + len(g) - 1
    return np.fft.irfft(np.fft.rfft(f, n) * np.fft.rfft(g, n), n) * dt
