"""Expected: everything it writes passes.

Everything through np.fft: a product of spectra is a convolution, one with a conjugate a correlation.
NumPy 2 transforms float32 signals in float32, so those results have a float32's rounding.
"""
import numpy as np


def _full(a, b):
    n = len(a) + len(b) - 1
    return np.fft.irfft(np.fft.rfft(a, n) * np.fft.rfft(b, n), n)


def box_filter(x, width):
    return _full(x, np.full(width, 1 / width))[width - 1:len(x)]


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("no room for the kernel")
    n = len(x)
    return np.fft.irfft(np.fft.rfft(x, n) * np.conj(np.fft.rfft(k, n)), n)[:n - len(k) + 1]


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("K is even")
    p = len(k) // 2
    return _full(x, k[::-1])[p:p + len(x)]


def convolve_shrink(x, k):
    return _full(x, k)[len(k) - 1:len(x)]


def correlate_backward(dout, x, k):
    return _full(dout, k), _full(x, dout[::-1])[len(dout) - 1:len(x)]


def convolve_sampled(f, g, dt):
    return _full(f, g) * dt
