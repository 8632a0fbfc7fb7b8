"""Makes a group of fanotify, the younger way to watch files; must be killed or refused.

harm: took
stopped by: kernel
"""

import os
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
FANOTIFY_INIT = {"x86_64": 300, "aarch64": 262}[os.uname().machine]
BY_HANDLE = 0x200  # what an ordinary user may ask for


def f(x):
    return np.array([ctypes.CDLL(None).syscall(FANOTIFY_INIT, BY_HANDLE, 0)])
