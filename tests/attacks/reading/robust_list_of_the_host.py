"""Asks where another process keeps its list of locks, which is an address in it; must learn nothing.

harm: took
stopped by: kernel
machine: x86_64
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    head, length = ctypes.c_void_p(), ctypes.c_size_t()
    failed = libc.syscall(274, int("@HOST_PID@"), ctypes.byref(head), ctypes.byref(length))
    return np.full(x.shape, 0.0 if failed else float(length.value))
