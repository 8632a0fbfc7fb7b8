"""Fills pipes that nobody reads; what is in them is the kernel's memory and counts for nobody.

harm: took
stopped by: kernel
bound: 100
"""

import os
import sys

import numpy as np

fcntl = sys.modules["fcntl"]


def f(x):
    kept, written = [], 0
    for _ in range(20):
        pipe = os.pipe()
        kept.append(pipe)
        os.set_blocking(pipe[1], False)
        fcntl.fcntl(pipe[1], 1031, 1 << 17)  # F_SETPIPE_SZ
        written += os.write(pipe[1], bytes(1 << 17))
    return np.array([written / 1024])
