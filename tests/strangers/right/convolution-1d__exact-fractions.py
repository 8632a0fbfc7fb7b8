"""Expected: everything it writes passes.

Every float becomes a fractions.Fraction, sums are exact, and only the result is rounded.
"""
from fractions import Fraction

import numpy as np


def exact(values):
    return [Fraction(v) for v in np.asarray(values).tolist()]


def rounded(fractions):
    return np.array([float(q) for q in fractions])


def box_filter(x, width):
    q = exact(x)
    third = Fraction(1, int(width))
    return rounded([sum(q[i:i + width]) * third for i in range(len(q) - width + 1)])


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("K > L")
    q, r = exact(x), exact(k)
    return rounded([sum(a * b for a, b in zip(q[i:], r)) for i in range(len(q) - len(r) + 1)])


def convolve_shrink(x, k):
    q, r = exact(x), exact(k)[::-1]
    return rounded([sum(a * b for a, b in zip(q[i:], r)) for i in range(len(q) - len(r) + 1)])


def convolve_sampled(f, g, dt):
    p, q, h = exact(f), exact(g), Fraction(float(dt))
    return rounded([h * sum(p[s] * q[t - s] for s in range(max(0, t - len(q) + 1), min(t, len(p) - 1) + 1))
                    for t in range(len(p) + len(q) - 1)])


def two_gaussians():
    return float(Fraction(1) + Fraction(1))
