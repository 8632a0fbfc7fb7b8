"""Lowers the memory that its process may have, for whoever comes next; must cost nobody else.

harm: crashed
stopped by: host
"""

import sys

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    none = (ctypes.c_ulong * 2)(1 << 20, 1 << 20)
    libc.setrlimit(9, none)  # RLIMIT_AS: less than is in use
    libc.malloc.restype = ctypes.c_void_p
    while libc.malloc(ctypes.c_size_t(64)):  # what was free already
        pass
    return x
