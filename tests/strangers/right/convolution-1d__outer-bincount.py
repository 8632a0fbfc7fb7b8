"""Expected: everything it writes passes.

All products at once in an outer table; np.bincount adds up those whose indices have the same sum or difference.
"""
import numpy as np


def _collect(products, places, length):
    return np.bincount(places.ravel(), products.ravel().astype(float), length)


def convolve_sampled(f, g, dt):
    return _collect(np.multiply.outer(f, g) * dt, np.add.outer(np.arange(f.size), np.arange(g.size)), f.size + g.size - 1)


def correlate_shrink(x, k):
    if k.size > x.size:
        raise ValueError("kernel of %d on a signal of %d" % (k.size, x.size))
    shift = np.subtract.outer(np.arange(x.size), np.arange(k.size))           # place of the output
    good = (shift >= 0) & (shift <= x.size - k.size)
    return _collect(np.multiply.outer(x, k)[good], shift[good], x.size - k.size + 1)


def correlate_pad(x, k):
    if k.size % 2 == 0:
        raise ValueError("even")
    shift = np.subtract.outer(np.arange(x.size), np.arange(k.size)) + k.size // 2
    good = (shift >= 0) & (shift < x.size)
    return _collect(np.multiply.outer(x, k)[good], shift[good], x.size)


def correlate_backward(dout, x, k):
    i, u = np.arange(dout.size), np.arange(k.size)
    dx = _collect(np.multiply.outer(dout, k), np.add.outer(i, u), x.size)
    dk = np.multiply.outer(dout, x)[i[:, None], i[:, None] + u].sum(0)
    return dx, dk
