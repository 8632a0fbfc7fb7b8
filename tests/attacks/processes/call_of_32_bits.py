"""Forks through the entry for 32-bit programs, int 0x80, where numbers mean other calls.

harm: took
stopped by: kernel
machine: x86_64
"""

import os
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
CODE = bytes.fromhex("53 b802000000 cd80 5b c3".replace(" ", ""))  # push rbx; mov eax, 2 (fork); int 0x80; pop; ret


def f(x):
    page = libc.mmap(None, ctypes.c_size_t(4096), 7, 0x22, -1, ctypes.c_long(0))
    ctypes.memmove(page, CODE, len(CODE))
    pid = ctypes.CFUNCTYPE(ctypes.c_int)(page)()
    if pid == 0:
        os._exit(0)
    return np.array([float(pid > 0)])
