"""Makes a page executable with pkey_mprotect, the younger sister of mprotect that filters forget.

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
    refused = libc.syscall(329, ctypes.c_void_p(page), ctypes.c_size_t(4096), ctypes.c_long(7), ctypes.c_long(-1))
    if refused:
        raise PermissionError("the page stays data")
    return np.array([float(ctypes.CFUNCTYPE(ctypes.c_int)(page)())])
