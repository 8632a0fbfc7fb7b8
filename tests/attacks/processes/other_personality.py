"""Asks the kernel for a personality under which everything readable is executable.

harm: took
stopped by: kernel
machine: x86_64
"""

import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    return np.array([float(libc.personality(0x0400000) >= 0)])  # READ_IMPLIES_EXEC
