"""Frees the memory of an object that is still in use, and goes on for as long as that may be.

harm: crashed
stopped by: host
"""

import sys

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    place = sys.modules["ctypes"].c_void_p(x.ctypes.data + 8)
    libc.free(place)
    return x
