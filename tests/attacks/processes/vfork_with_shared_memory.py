"""Starts a process that shares this one's memory, as vfork does, on a stack of its own.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)
VM, VFORK, SIGCHLD = 0x100, 0x4000, 17
stack = ctypes.create_string_buffer(1 << 16)


def f(x):
    top = ctypes.c_void_p((ctypes.addressof(stack) + len(stack)) & ~0xFF)
    pid = libc.clone(libc._exit, top, VM | VFORK | SIGCHLD, None)
    return np.array([float(pid > 0)])
