"""Makes a page of data executable with mprotect and runs machine code of its own in it.

harm: took
stopped by: kernel
machine: x86_64
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)
CODE = bytes.fromhex("b801000000c3")  # mov eax, 1; ret


def f(x):
    room = ctypes.create_string_buffer(8192)
    page = (ctypes.addressof(room) + 4095) & ~4095
    ctypes.memmove(page, CODE, len(CODE))
    if libc.mprotect(ctypes.c_void_p(page), ctypes.c_size_t(4096), 7) != 0:
        raise PermissionError("the page stays data")
    return np.array([float(ctypes.CFUNCTYPE(ctypes.c_int)(page)())])
