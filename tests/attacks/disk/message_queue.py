"""Makes a POSIX message queue, which outlives its maker; must get none.

harm: took
stopped by: kernel
"""

import os
import sys

import numpy as np

ctypes = sys.modules["ctypes"]


def f(x):
    libc = ctypes.CDLL(None)
    queue = libc.mq_open(b"/mine", os.O_CREAT | os.O_RDWR, 0o600, None)
    if queue >= 0:
        libc.mq_unlink(b"/mine")
    return np.array([queue >= 0])
