"""Locks all memory that it will ever map, with mlockall.

harm: took
stopped by: kernel
needs: root
"""

import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    return np.array([float(libc.mlockall(2) == 0)])  # MCL_FUTURE
