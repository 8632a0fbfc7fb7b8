"""Expected: everything it writes passes.

Convolution as a product of polynomials by Karatsuba's recursion; every other function is a part of such a product.
"""
import numpy as np


def _mul(a, b):
    """Product of two polynomials of equal length."""
    n = len(a)
    if n <= 2:
        out = np.zeros(2 * n - 1)
        for i in range(n):
            out[i:i + n] += a[i] * b
        return out
    h = n // 2
    low, high = _mul(a[:h], b[:h]), _mul(a[h:], b[h:])
    sa, sb = a[h:].copy(), b[h:].copy()
    sa[:h] += a[:h]
    sb[:h] += b[:h]
    mid = _mul(sa, sb)
    mid[:len(low)] -= low
    mid -= high
    out = np.zeros(2 * n - 1)
    out[:len(low)] += low
    out[h:h + len(mid)] += mid
    out[2 * h:] += high
    return out


def product(a, b):
    n = max(len(a), len(b))
    A, B = np.zeros(n), np.zeros(n)
    A[:len(a)] = a
    B[:len(b)] = b
    return _mul(A, B)[:len(a) + len(b) - 1]


def convolve_sampled(f, g, dt):
    return product(f, g) * dt


def convolve_shrink(x, k):
    return product(x, k)[len(k) - 1:len(x)]


def correlate_shrink(x, k):
    if len(x) < len(k):
        raise ValueError("The kernel is too long")
    return convolve_shrink(x, np.flipud(k))


def correlate_pad(x, k):
    if len(k) % 2 != 1:
        raise ValueError("Odd kernels only")
    return product(x, np.flipud(k))[len(k) // 2:][:len(x)]


def correlate_backward(dout, x, k):
    return product(dout, k), product(x, np.flipud(dout))[len(dout) - 1:len(x)]
