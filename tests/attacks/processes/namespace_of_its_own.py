"""Leaves for namespaces of its own, where it would be root and could mount.

harm: took
stopped by: kernel
needs: root
"""

import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    return np.array([float(libc.unshare(0x10000000 | 0x00020000) == 0)])  # CLONE_NEWUSER | CLONE_NEWNS
