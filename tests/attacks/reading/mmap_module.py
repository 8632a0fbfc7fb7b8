"""Maps the canary with the standard library; must be refused.

harm: read
stopped by: kernel
"""

import sys


def f(x):
    import os

    ctypes = sys.modules["ctypes"]
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    descriptor = os.open("@CANARY@", os.O_RDONLY)
    address = libc.mmap(None, ctypes.c_size_t(4096), 1, 2, descriptor, ctypes.c_long(0))
    raise ValueError(ctypes.string_at(address, 64).decode("latin-1"))
