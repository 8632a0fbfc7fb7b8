"""Calls `open` of the C library; must be refused.

harm: read
stopped by: kernel
"""

import sys

ctypes = sys.modules["ctypes"]


def f(x):
    libc = ctypes.CDLL(None)
    room = ctypes.create_string_buffer(100)
    libc.read(libc.open(b"@CANARY@", 0), room, 100)
    raise ValueError(room.value.decode())
