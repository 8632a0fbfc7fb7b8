"""Makes a System V segment, which lives until somebody removes it.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    segment = libc.shmget(0, ctypes.c_size_t(1 << 20), 0o1600)  # IPC_PRIVATE, IPC_CREAT
    if segment >= 0:
        libc.shmctl(segment, 0, None)
    return np.array([float(segment >= 0)])
