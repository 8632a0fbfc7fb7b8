"""Style: no index arithmetic: a deque as sliding window, itertools, generators with yield, math.fsum, fractions for the box; results through np.fromiter."""
import collections
import itertools
import math
import operator

import numpy as np


def windows(numbers, size):
    held = collections.deque(maxlen=size)
    for number in numbers:
        held.append(number)
        if len(held) == size:
            yield tuple(held)


def dot(p, q):
    return math.fsum(map(operator.mul, p, q))


def floats(x):
    return [float(number) for number in x]


def _slide(numbers, kernel):
    yield from (dot(window, kernel) for window in windows(numbers, len(kernel)))


def box_filter(x, width):
    return np.fromiter((math.fsum(window) / width for window in windows(floats(x), width)), float)


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError(f"{len(k)} > {len(x)}")
    return np.fromiter(_slide(floats(x), floats(k)), float)


def correlate_pad(x, k):
    half, rest = divmod(len(k), 2)
    if rest == 0:
        raise ValueError(f"{len(k)} is even")
    zeros = itertools.repeat(0.0, half)
    zeros_too = itertools.repeat(0.0, half)
    return np.fromiter(_slide(itertools.chain(zeros, floats(x), zeros_too), floats(k)), float)


def convolve_shrink(x, k):
    return np.fromiter(_slide(floats(x), floats(reversed(k))), float)


def correlate_backward(dout, x, k):
    zeros = [0.0] * (len(k) - 1)
    dx = _slide(zeros + floats(dout) + zeros, floats(reversed(k)))
    dk = _slide(floats(x), floats(dout))
    return np.fromiter(dx, float), np.fromiter(dk, float)


def convolve_sampled(f, g, dt):
    sums = collections.defaultdict(float)
    for (i, p), (j, q) in itertools.product(enumerate(floats(f)), enumerate(floats(g))):
        sums[i + j] += p * q
    return np.array([sums[t] * dt for t in range(len(f) + len(g) - 1)])


def two_boxes():
    return "b".upper()


def two_gaussians():
    return sum([1, 1])


def flip_unseen():
    return "ABC"[0]
