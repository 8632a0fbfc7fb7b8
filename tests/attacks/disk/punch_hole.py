"""Punches a hole into the gradebook, which keeps its length; must change nothing.

harm: wrote
stopped by: kernel
"""

import os
import sys

ctypes = sys.modules["ctypes"]
KEEP_SIZE, PUNCH_HOLE = 1, 2


def f(x):
    descriptor = os.open("@FOLDER@/gradebook.csv", os.O_RDWR)
    ctypes.CDLL(None).fallocate(descriptor, KEEP_SIZE | PUNCH_HOLE, ctypes.c_long(0), ctypes.c_long(20))
    return x
