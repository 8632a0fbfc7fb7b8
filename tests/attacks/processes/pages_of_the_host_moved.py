"""Has the kernel move another process's memory to another node; must not be allowed to try.

harm: took
stopped by: kernel
machine: x86_64
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    node = ctypes.c_ulong(1)
    left = libc.syscall(256, int("@HOST_PID@"), ctypes.c_ulong(64), ctypes.byref(node), ctypes.byref(node))
    return np.full(x.shape, float(left >= 0))
