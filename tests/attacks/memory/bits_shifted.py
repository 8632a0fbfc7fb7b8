"""Shifts a bit by half a gigabyte; must find no memory for it.

harm: took
stopped by: kernel
bound: 200
"""

import numpy as np


def f(x):
    try:
        taken = ((1 << (8 << 29)).bit_length()) >> 3
    except MemoryError:
        taken = 0
    return np.full((4, 4), taken >> 20)
