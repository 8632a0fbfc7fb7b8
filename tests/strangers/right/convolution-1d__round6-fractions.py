from fractions import Fraction
from itertools import accumulate

import numpy as np

# Exact arithmetic: every float is a fraction; rounded once, at the end.


def exact(a):
    return [Fraction(float(v)) for v in a]


def rounded(a):
    return np.array([float(v) for v in a])


def box_filter(x, width):
    total = [Fraction(0), *accumulate(exact(x))]
    return rounded((b - a) / width for a, b in zip(total, total[width:]))


def _slide(x, k):
    return [sum((p * q for p, q in zip(x[i:], k)), Fraction(0)) for i in range(len(x) - len(k) + 1)]


def correlate_shrink(x, k):
    if k.size > x.size:
        raise ValueError("The kernel is longer than the signal.")
    return rounded(_slide(exact(x), exact(k)))


def correlate_pad(x, k):
    if not k.size & 1:
        raise ValueError("K is even.")
    z = [Fraction(0)] * ((k.size - 1) // 2)
    return rounded(_slide(z + exact(x) + z, exact(k)))


def convolve_shrink(x, k):
    return rounded(_slide(exact(x), exact(k)[::-1]))


def correlate_backward(dout, x, k):
    d = exact(dout)
    z = [Fraction(0)] * (k.size - 1)
    return rounded(_slide(z + d + z, exact(k)[::-1])), rounded(_slide(exact(x), d))


def convolve_sampled(f, g, dt):
    z = [Fraction(0)] * (g.size - 1)
    return rounded(Fraction(float(dt)) * v for v in _slide(z + exact(f) + z, exact(g)[::-1]))


def two_boxes():
    return "B"


def two_gaussians():
    return 1 + 1


def flip_unseen():
    return "A"
