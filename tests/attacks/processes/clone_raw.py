"""Calls clone by its number, past every wrapper; no process may come of it.

harm: took
stopped by: kernel
machine: x86_64
"""

import os
import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    pid = libc.syscall(56, 17, 0, 0, 0, 0)  # clone, SIGCHLD
    if pid == 0:
        os._exit(0)
    return np.array([float(pid > 0)])
