"""Makes the system call openat itself, past every wrapper; must be refused.

harm: read
stopped by: kernel
"""

import os
import sys

ctypes = sys.modules["ctypes"]
OPENAT = {"x86_64": 257, "aarch64": 56}[os.uname().machine]


def f(x):
    libc = ctypes.CDLL(None)
    descriptor = libc.syscall(OPENAT, -100, b"@CANARY@", 0, 0)
    room = ctypes.create_string_buffer(100)
    libc.read(descriptor, room, 100)
    raise ValueError(room.value.decode())
