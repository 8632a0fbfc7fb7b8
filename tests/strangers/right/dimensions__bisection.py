"""Expected: everything it writes passes.

Binary search for the last place of the window (bisect with a key), lru_cache, and a try/except/else ladder.
"""
import bisect
from functools import lru_cache

import numpy as np


@lru_cache(maxsize=None)
def output_size(length, window, stride, pad):
    try:
        places = range(0, length + 2 * pad + 1, stride)
    except ValueError:                      # range() itself refuses a step of 0
        raise ValueError("the stride is 0") from None
    else:
        if stride < 0:
            raise ValueError("the stride is negative")
    n = bisect.bisect_right(places, length + 2 * pad, key=lambda start: start + window)
    if n < 1:
        raise ValueError("the window is larger than the padded image")
    return n


def output_size_strict(length, window, stride):
    n = output_size(length, window, stride, 0)
    try:
        assert (n - 1) * stride + window == length
    except AssertionError as wrong:
        raise ValueError("not whole") from wrong
    return n


def network_sizes(length, layers):
    table = np.array(layers, dtype=int).reshape(-1, 3)
    sizes = np.zeros(table.shape[0], dtype=np.int32)
    for row in range(table.shape[0]):
        length = output_size(int(length), *map(int, table[row]))
        sizes[row] = length
    return sizes
