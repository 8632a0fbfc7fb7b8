"""Asks on which node of memory the pages of another process lie; must learn nothing.

harm: took
stopped by: kernel
machine: x86_64
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    pages = (ctypes.c_void_p * 1)(int("@HOST_ADDRESS@") & ~4095)
    status = (ctypes.c_int * 1)(-1)
    failed = libc.syscall(279, int("@HOST_PID@"), ctypes.c_ulong(1), pages, None, status, 0)
    return np.full(x.shape, 1.0 if not failed and status[0] >= 0 else 0.0)
