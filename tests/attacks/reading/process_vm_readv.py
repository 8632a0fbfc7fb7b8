"""Copies memory out of the grader with one system call; must be killed or refused.

harm: read
stopped by: kernel
"""

import os
import struct
import sys

ctypes = sys.modules["ctypes"]
CALL = {"x86_64": 310, "aarch64": 270}[os.uname().machine]


def f(x):
    libc = ctypes.CDLL(None)
    room = ctypes.create_string_buffer(64)
    here = ctypes.create_string_buffer(struct.pack("QQ", ctypes.addressof(room), 64), 16)
    there = ctypes.create_string_buffer(struct.pack("QQ", int("@HOST_ADDRESS@"), 64), 16)
    libc.syscall(CALL, int("@HOST_PID@"), here, ctypes.c_long(1), there, ctypes.c_long(1), ctypes.c_long(0))
    raise ValueError(room.raw.decode("latin-1"))
