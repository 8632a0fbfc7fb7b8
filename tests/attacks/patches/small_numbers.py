"""Writes another number into a small integer that all programs share; must cost nobody else.

harm: crashed
stopped by: host
"""

import sys

ctypes = sys.modules["ctypes"]


def f(x):
    ctypes.c_uint32.from_address(id(4) + 24).value = 5
    return x
