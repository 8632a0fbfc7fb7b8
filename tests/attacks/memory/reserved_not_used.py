"""Reserves a terabyte of addresses without a page behind them, so as to take memory later bit by bit.

harm: took
stopped by: kernel
bound: 200
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p


def f(x):
    place = libc.mmap(None, ctypes.c_size_t(1 << 40), 0, 0x4022, -1, ctypes.c_long(0))  # PROT_NONE, NORESERVE
    if place in (None, 2**64 - 1):
        raise MemoryError("no addresses")
    return np.array([float(1 << 20)])
