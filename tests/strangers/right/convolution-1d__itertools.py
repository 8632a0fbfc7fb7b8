"""Expected: everything it writes passes.

A stream processor: deque, islice, tee, starmap, accumulate; nothing is ever indexed.
"""
from collections import deque
from itertools import accumulate, chain, islice, repeat, starmap
from operator import mul

import numpy as np


def stretches(stream, n):
    it = iter(stream)
    window = deque(islice(it, n - 1), maxlen=n)
    for item in it:
        window.append(item)
        yield tuple(window)


def dot(a, b):
    return sum(starmap(mul, zip(a, b)), 0.0)


def box_filter(x, width):
    return np.fromiter((sum(s) / width for s in stretches(map(float, x), width)), float)


def correlate_shrink(x, k):
    kernel = tuple(map(float, k))
    if len(kernel) > sum(1 for _ in x):
        raise ValueError("the kernel is longer than the signal")
    return np.fromiter((dot(s, kernel) for s in stretches(map(float, x), len(kernel))), float)


def correlate_pad(x, k):
    kernel = tuple(map(float, k))
    if not len(kernel) % 2:
        raise ValueError("the kernel has no middle")
    zeros = repeat(0.0, len(kernel) // 2)
    frame = tuple(zeros)
    return np.fromiter((dot(s, kernel) for s in stretches(chain(frame, map(float, x), frame), len(kernel))), float)


def convolve_shrink(x, k):
    kernel = tuple(reversed(tuple(map(float, k))))
    return np.fromiter((dot(s, kernel) for s in stretches(map(float, x), len(kernel))), float)


def convolve_sampled(f, g, dt):
    """Add the shifted copies one after the other, like long multiplication."""
    length = len(f) + len(g) - 1
    samples = list(map(float, g))
    copies = (chain(repeat(0.0, s), (v * w for w in samples), repeat(0.0, length - s - len(samples)))
              for s, v in enumerate(map(float, f)))
    *_, total = accumulate(copies, lambda a, b: [p + q for p, q in zip(a, b)], initial=[0.0] * length)
    return np.array(list(total)) * dt
