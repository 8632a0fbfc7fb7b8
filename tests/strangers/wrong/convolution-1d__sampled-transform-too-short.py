"""Round 3. Expected: convolve_sampled loses points. Wrong: multiplies transforms of a length that is a power of
two and at least L + K - 2: one too short when L + K - 2 is 4, 8, 16 and so on; the last overlap then falls on
the first.

Shows: convolve_sampled(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 1.0]), 1.0)  # right: [1.0, 3.0, 6.0, 5.0, 3.0]; here: [4.0, 3.0, 6.0, 5.0, 4.0]
"""

import numpy as np


def convolve_sampled(f, g, dt):
    n = len(f) + len(g) - 1
    size = max(2, 1 << (n - 2).bit_length() if n > 2 else 2)
    both = np.fft.rfft(f.astype(float), size) * np.fft.rfft(g.astype(float), size)
    out = np.fft.irfft(both, size)
    return np.resize(out, n) * dt


def box_filter(x, width):
    return np.array([x[i : i + width].astype(float).sum() / width for i in range(len(x) - width + 1)])


def _slide(x, k):
    xf, kf = x.astype(float), k.astype(float)
    return np.array([np.sum(xf[i : i + len(k)] * kf) for i in range(len(x) - len(k) + 1)])


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    return _slide(x, k)


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("K is even")
    frame = np.zeros(len(k) // 2)
    return _slide(np.concatenate([frame, x.astype(float), frame]), k)


def convolve_shrink(x, k):
    return _slide(x, k[::-1])


def correlate_backward(dout, x, k):
    dx, dk = np.zeros(len(x)), np.zeros(len(k))
    xf, kf = x.astype(float), k.astype(float)
    for i in range(len(dout)):
        dx[i : i + len(k)] += float(dout[i]) * kf
        dk += float(dout[i]) * xf[i : i + len(k)]
    return dx, dk
