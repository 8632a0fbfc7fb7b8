"""Opens a POSIX message queue, which has a name and outlives the process.

harm: took
stopped by: kernel
"""

import os
import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    name = b"/attack-%d" % os.getpid()
    queue = libc.mq_open(name, os.O_CREAT | os.O_RDWR, 0o600, None)
    if queue >= 0:
        libc.mq_unlink(name)
    return np.array([float(queue >= 0)])
