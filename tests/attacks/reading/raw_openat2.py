"""Opens the canary with openat2, which came after most filters were written; must be refused.

harm: read
stopped by: kernel
"""

import os
import struct
import sys

ctypes = sys.modules["ctypes"]


def f(x):
    libc = ctypes.CDLL(None)
    how = ctypes.create_string_buffer(struct.pack("QQQ", os.O_RDONLY, 0, 0), 24)
    descriptor = libc.syscall(437, -100, b"@CANARY@", how, 24)
    room = ctypes.create_string_buffer(100)
    libc.read(descriptor, room, 100)
    raise ValueError(room.value.decode())
