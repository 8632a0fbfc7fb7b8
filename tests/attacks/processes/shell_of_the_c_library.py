"""Calls system() of the C library; no program may run.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    return np.array([float(libc.system(b"exit 7") == 7 << 8)])
