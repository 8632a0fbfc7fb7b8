"""Collects blocks of a megabyte until it is refused one, and says how many it got.

harm: took
stopped by: kernel
bound: 200
"""

import numpy as np


def f(x):
    blocks = []
    try:
        while len(blocks) < 400:
            blocks.append(bytearray(1 << 20))
    except MemoryError:
        pass
    return np.array([float(len(blocks))])
