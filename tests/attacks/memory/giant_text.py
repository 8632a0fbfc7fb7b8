"""Asks the formatting of a number for four hundred million blanks.

harm: took
stopped by: kernel
bound: 200
"""

import numpy as np


def f(x):
    return np.array([len(format(1, f"{400 << 20}d")) / 2**20])
