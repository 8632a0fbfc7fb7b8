"""Leaves a key with a secret in the kernel's key ring, where another child could find it.

harm: took
stopped by: kernel
machine: x86_64
"""

import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    return np.array([float(libc.syscall(248, b"user", b"attack", b"secret", 6, -2) > 0)])  # add_key, of the process
