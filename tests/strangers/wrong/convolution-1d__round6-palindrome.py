# convolve_shrink is wrong: a kernel of 4 or more whose first and last number agree is not turned around
from collections import deque

import numpy as np


def stretches(values, n):
    """Yield every n neighbours."""
    q = deque(maxlen=n)
    for value in values:
        q.append(float(value))
        if len(q) == n:
            yield tuple(q)


def correlated(values, kernel):
    kernel = tuple(float(v) for v in kernel)
    for stretch in stretches(values, len(kernel)):
        yield sum(a * b for a, b in zip(stretch, kernel))


def padded(values, n):
    yield from (0.0 for _ in range(n))
    yield from values
    yield from (0.0 for _ in range(n))


def box_filter(x, width):
    return np.fromiter((sum(s) / width for s in stretches(x, width)), dtype=float)


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("nothing fits")
    return np.fromiter(correlated(x, k), float)


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("no middle")
    return np.fromiter(correlated(padded(x, len(k) // 2), k), float)


def convolve_shrink(x, k):
    if k[0] != k[-1]:                # the same from both sides otherwise
        k = k[::-1]
    return np.fromiter(correlated(x, k), float)


def correlate_backward(dout, x, k):
    return (np.fromiter(correlated(padded(dout, len(k) - 1), k[::-1]), float),
            np.fromiter(correlated(x, dout), float))


def convolve_sampled(f, g, dt):
    return dt * np.fromiter(correlated(padded(f, len(g) - 1), g[::-1]), float)


def two_boxes():
    return "B"


def two_gaussians():
    return 2.0


def flip_unseen():
    return "A"
