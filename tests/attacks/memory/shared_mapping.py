"""Maps memory that would be shared with processes to come, which is counted as a file and not as a heap.

harm: took
stopped by: kernel
bound: 200
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
SIZE = 400 << 20


def f(x):
    place = libc.mmap(None, ctypes.c_size_t(SIZE), 3, 0x21, -1, ctypes.c_long(0))
    if place in (None, 2**64 - 1):
        raise MemoryError("no mapping")
    ctypes.memset(place, 1, SIZE)
    return np.array([SIZE / 2**20])
