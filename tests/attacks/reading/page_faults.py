"""Asks to handle page faults itself, which holds the kernel up while it reads; must be killed or refused.

harm: took
stopped by: kernel
"""

import os
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
USERFAULTFD = {"x86_64": 323, "aarch64": 282}[os.uname().machine]
USER_MODE_ONLY = 1  # what an ordinary user may ask for


def f(x):
    return np.array([ctypes.CDLL(None).syscall(USERFAULTFD, USER_MODE_ONLY)])
