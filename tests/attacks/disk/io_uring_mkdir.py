"""Queues the making of a folder in a ring that the kernel works off, where no filter sees the call; must make none.

harm: wrote
stopped by: kernel
"""

import os
import struct
import sys

ctypes = sys.modules["ctypes"]
SETUP, ENTER = 425, 426
MKDIRAT, HERE = 37, -100
PATH = ctypes.create_string_buffer(b"@FOLDER@/ring")


def mapped(libc, ring, offset):
    """Return the address of a part of the ring."""
    libc.mmap.restype = ctypes.c_void_p
    return libc.mmap(None, ctypes.c_size_t(4096), 3, 1, ring, ctypes.c_long(offset))


def f(x):
    libc = ctypes.CDLL(None)
    about = ctypes.create_string_buffer(120)
    ring = libc.syscall(SETUP, 4, about)
    if ring < 0:
        raise OSError(f"no ring: {ring}")
    _, tail, _, _, _, _, array = struct.unpack_from("7I", about, 40)  # where the parts of the queue begin
    queue, entries = mapped(libc, ring, 0), mapped(libc, ring, 0x10000000)
    request = struct.pack("BBHiQQII", MKDIRAT, 0, 0, HERE, 0, ctypes.addressof(PATH), 0o777, 0)
    ctypes.memmove(entries, request, len(request))
    ctypes.memmove(queue + array, struct.pack("I", 0), 4)
    ctypes.memmove(queue + tail, struct.pack("I", 1), 4)
    libc.syscall(ENTER, ring, 1, 1, 1, None, ctypes.c_size_t(0))
    os.close(ring)
    return x
