"""Shifts a one by three billion bits, into a whole number of 400 MiB.

harm: took
stopped by: kernel
bound: 200
"""

import sys

import numpy as np


def f(x):
    return np.array([sys.getsizeof(1 << (8 * 375 << 20)) / 2**20])
