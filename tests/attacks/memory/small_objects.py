"""Fills memory with three million small objects, none of which is large enough to look at.

harm: took
stopped by: kernel
bound: 200
"""

import numpy as np


def f(x):
    objects = []
    try:
        for n in range(3_000_000):
            objects.append([n, float(n)])
    except MemoryError:
        pass
    return np.array([len(objects) * 120 / 2**20])
