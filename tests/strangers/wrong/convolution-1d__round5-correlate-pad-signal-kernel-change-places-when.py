"""Wrong: correlate_pad. Signal and kernel change places when the kernel is the longer one, as some libraries do.
On which inputs: odd K > L: the output has K numbers. Due instead: L numbers.
"""
from collections import deque
from math import fsum
import numpy as np


def stretches(x, n):
    window = deque(maxlen=n)
    for value in x.tolist():
        window.append(value)
        if len(window) == n:
            yield tuple(window)


def correlate_shrink(x, k):
    if k.shape[0] > x.shape[0]:
        raise ValueError("kernel longer than the signal")
    k = k.tolist()
    return np.fromiter((fsum(map(lambda a, b: a * b, w, k)) for w in stretches(x, len(k))), dtype=float)


def correlate_pad(x, k):
    K = k.shape[0]
    if K % 2 != 1:
        raise ValueError("kernel must be odd")
    if K > len(x):
        x, k = k, x
    half = len(k) // 2
    wide = np.zeros(len(x) + len(k) - 1)
    wide[half:half + len(x)] = x
    return correlate_shrink(wide, k)
