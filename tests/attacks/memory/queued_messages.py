"""Puts messages into a System V queue, which keeps them when the process has gone.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    queue = libc.msgget(0, 0o1600)
    sent = libc.msgsnd(queue, ctypes.create_string_buffer(b"\1" + bytes(4100)), ctypes.c_size_t(4096), 0o4000)
    libc.msgctl(queue, 0, None)
    return np.array([float(queue >= 0 and sent == 0)])
