"""Fills one array of 400 MiB; no more than the limit may be had, and asking is an ordinary error.

harm: took
stopped by: kernel
bound: 200
"""

import numpy as np


def f(x):
    return np.array([np.ones(400 << 17).nbytes / 2**20])
