"""Traces the grader and reads its memory word by word; must be killed or refused.

harm: read
stopped by: kernel
"""

import os
import struct
import sys

ctypes = sys.modules["ctypes"]
ATTACH, DETACH, PEEK = 16, 17, 2


def f(x):
    libc = ctypes.CDLL(None)
    libc.ptrace.restype = ctypes.c_long
    pid = int("@HOST_PID@")
    libc.ptrace(ATTACH, pid, None, None)
    os.waitpid(pid, 0)
    address = int("@HOST_ADDRESS@")
    words = [libc.ptrace(PEEK, pid, ctypes.c_void_p(address + 8 * i), None) for i in range(4)]
    libc.ptrace(DETACH, pid, None, None)
    raise ValueError(struct.pack("4q", *words).decode("latin-1"))
