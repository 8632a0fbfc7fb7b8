"""Calls clone3, whose flags stand behind a pointer that no filter can follow.

harm: took
stopped by: kernel
"""

import os
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    arguments = (ctypes.c_uint64 * 8)(0, 0, 0, 0, 17)  # exit_signal: SIGCHLD
    pid = libc.syscall(435, arguments, ctypes.sizeof(arguments))
    if pid == 0:
        os._exit(0)
    return np.array([float(pid > 0)])
