"""Repeats a list until it has sixty million places; must find no memory for it.

harm: took
stopped by: kernel
bound: 200
"""

import numpy as np


def f(x):
    try:
        taken = 8 * len([x] * 60_000_000)
    except MemoryError:
        taken = 0
    return np.full((4, 4), taken >> 20)
