"""Handles page faults itself with userfaultfd, which makes the kernel wait at a point of its choice.

harm: took
stopped by: kernel
machine: x86_64
"""

import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    return np.array([float(libc.syscall(323, 1) >= 0)])  # of faults in user mode only
