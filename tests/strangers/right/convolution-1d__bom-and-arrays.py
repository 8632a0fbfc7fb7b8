"""Expected: everything it writes passes.

Saved by Windows Notepad: a byte order mark and CRLF. Sums in the array module's buffers and memoryviews.
"""
from array import array

import numpy as np


def _buffer(x):
    return memoryview(array("d", np.asarray(x, dtype=float).tolist()))


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("kernel is longer than signal")
    xs, ks = _buffer(x), _buffer(k)
    out = array("d", bytes(8 * (len(xs) - len(ks) + 1)))
    for i in range(len(out)):
        for p, q in zip(xs[i:i + len(ks)], ks):
            out[i] += p * q
    return np.frombuffer(out)


def convolve_shrink(x, k):
    return correlate_shrink(x, np.array(list(reversed(k))))


def convolve_sampled(f, g, dt):
    fs, gs = _buffer(f), _buffer(g)
    out = array("d", bytes(8 * (len(fs) + len(gs) - 1)))
    for i, p in enumerate(fs):
        for j, q in enumerate(gs):
            out[i + j] += p * q * dt
    return np.frombuffer(out)


def two_gaussians():
    return np.array(2.0)
