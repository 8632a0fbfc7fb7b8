"""Puts the instructions of a system call into memory and jumps there, past every library; must be refused.

harm: read
stopped by: kernel
machine: x86_64
"""

import os
import sys

ctypes = sys.modules["ctypes"]
OPEN = b"\xb8\x02\x00\x00\x00\x0f\x05\xc3"  # mov eax, 2; syscall; ret
READ_WRITE_RUN, PRIVATE_ANONYMOUS = 7, 0x22


def f(x):
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    page = libc.mmap(None, ctypes.c_size_t(4096), READ_WRITE_RUN, PRIVATE_ANONYMOUS, -1, ctypes.c_long(0))
    if page == ctypes.c_void_p(-1).value:
        raise MemoryError("no page that can run")
    ctypes.memmove(page, OPEN, len(OPEN))
    descriptor = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_char_p, ctypes.c_long)(page)(b"@CANARY@", 0)
    raise ValueError(os.read(descriptor, 100).decode())
