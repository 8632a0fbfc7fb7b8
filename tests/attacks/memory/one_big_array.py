"""Asks for one array of a gigabyte; must get no more than its limit.

harm: took
stopped by: kernel
bound: 200
"""

import numpy as np


def f(x):
    return np.array([np.ones(1 << 27).nbytes >> 20])
