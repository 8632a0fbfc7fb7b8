"""Asks for memory that not even the kernel can see, with memfd_secret.

harm: took
stopped by: kernel
machine: x86_64
"""

import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    return np.array([float(libc.syscall(447, 0) >= 0)])
