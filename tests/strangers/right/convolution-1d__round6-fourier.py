import numpy as np


def _full(a, b):
    """Full linear convolution through the Fourier transform."""
    a = np.asarray(a, float)
    b = np.asarray(b, float)
    n = len(a) + len(b) - 1
    return np.fft.irfft(np.fft.rfft(a, n) * np.fft.rfft(b, n), n)


def box_filter(x, width):
    return _full(x, np.full(width, 1 / width))[width - 1:len(x)]


def correlate_shrink(x, k):
    if len(x) < len(k):
        raise ValueError("kernel too long")
    return _full(x, k[::-1])[len(k) - 1:len(x)]


def correlate_pad(x, k):
    K = len(k)
    if K % 2 != 1:
        raise ValueError("K must be odd")
    return _full(x, k[::-1])[K // 2:K // 2 + len(x)]


def convolve_shrink(x, k):
    return _full(x, k)[len(k) - 1:len(x)]


def correlate_backward(dout, x, k):
    return _full(dout, k), _full(x, dout[::-1])[len(dout) - 1:len(x)]


def convolve_sampled(f, g, dt):
    return _full(f, g) * dt


def two_boxes():
    return "B"


def two_gaussians():
    return 2


def flip_unseen():
    return "A"
