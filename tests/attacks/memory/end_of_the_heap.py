"""Moves the end of the heap with sbrk, as allocators did before there was mmap.

harm: took
stopped by: kernel
bound: 200
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)
libc.sbrk.restype = ctypes.c_void_p
SIZE = 400 << 20


def f(x):
    place = libc.sbrk(ctypes.c_ssize_t(SIZE))
    if place in (None, 2**64 - 1):
        raise MemoryError("the heap stays where it is")
    ctypes.memset(place, 1, SIZE)
    return np.array([SIZE / 2**20])
