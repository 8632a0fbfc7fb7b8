"""Asks the kernel to tell of whatever happens in a folder; must not be told.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
ALL_EVENTS = 0xFFF


def f(x):
    libc = ctypes.CDLL(None)
    return np.array([libc.inotify_add_watch(libc.inotify_init(), b"@FOLDER@", ALL_EVENTS)])
