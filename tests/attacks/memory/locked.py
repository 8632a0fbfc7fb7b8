"""Locks memory so that it can never be moved out.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)
room = ctypes.create_string_buffer(1 << 16)


def f(x):
    return np.array([float(libc.mlock(room, ctypes.c_size_t(len(room))) == 0)])
