"""Makes a hundred timers in the kernel, which no limit of memory counts.

harm: took
stopped by: kernel
machine: x86_64
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    number = ctypes.c_int()
    made = [libc.syscall(222, 1, None, ctypes.byref(number)) for _ in range(100)]
    return np.array([float(made.count(0))])
