"""Maps a page and lets it grow to 400 MiB with mremap.

harm: took
stopped by: kernel
bound: 200
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)
libc.mmap.restype = libc.mremap.restype = ctypes.c_void_p
SIZE = 400 << 20


def f(x):
    place = libc.mmap(None, ctypes.c_size_t(4096), 3, 0x22, -1, ctypes.c_long(0))
    place = libc.mremap(ctypes.c_void_p(place), ctypes.c_size_t(4096), ctypes.c_size_t(SIZE), 1)
    if place in (None, 2**64 - 1):
        raise MemoryError("no growth")
    ctypes.memset(place, 1, SIZE)
    return np.array([SIZE / 2**20])
