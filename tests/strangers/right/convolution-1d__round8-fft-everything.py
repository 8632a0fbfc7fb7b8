"""Style: one helper that convolves fully through np.fft; shrink, pad and backward are slices of it; float64 by force; errors of its own derived from ValueError."""
import numpy as np


class SignalError(ValueError):
    pass


def _full(a, b):
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    n = a.size + b.size - 1
    fast = 1 << (n - 1).bit_length()
    return np.fft.irfft(np.fft.rfft(a, fast) * np.fft.rfft(b, fast), fast)[:n] if fast > 1 else a * b


def convolve_shrink(x, k):
    return _full(x, k)[k.size - 1:x.size]


def correlate_shrink(x, k):
    if k.size > x.size:
        raise SignalError("kernel of %d on a signal of %d" % (k.size, x.size))
    return convolve_shrink(x, k[::-1])


def box_filter(x, width):
    return correlate_shrink(x, np.full(width, 1.0 / width))


def correlate_pad(x, k):
    if not k.size & 1:
        raise SignalError("no middle")
    half = k.size // 2
    return _full(x, k[::-1])[half:half + x.size]


def correlate_backward(dout, x, k):
    dx = _full(dout, k)
    dk = convolve_shrink(x, dout[::-1])
    return dx, dk


def convolve_sampled(f, g, dt):
    return _full(f, g) * dt


def two_boxes(): return "B"
def two_gaussians(): return np.float64(np.sqrt(1.0 ** 2 + 1.0 ** 2) ** 2)
def flip_unseen(): return "A"
