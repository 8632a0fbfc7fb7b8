"""Maps the gradebook as shared memory and changes it there, without a call that writes; must change nothing.

harm: wrote
stopped by: kernel
"""

import os
import sys

ctypes = sys.modules["ctypes"]
READ_WRITE, SHARED = 3, 1


def f(x):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    descriptor = os.open("@FOLDER@/gradebook.csv", os.O_RDWR)
    address = libc.mmap(None, ctypes.c_size_t(4096), READ_WRITE, SHARED, descriptor, ctypes.c_long(0))
    ctypes.memmove(address, b"student,100\n", 12)
    libc.msync(ctypes.c_void_p(address), ctypes.c_size_t(4096), 4)
    return x
