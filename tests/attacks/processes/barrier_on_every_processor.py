"""Has the kernel interrupt every processor at once, through membarrier; must not be allowed to.

harm: took
stopped by: kernel
machine: x86_64
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    return np.full(x.shape, float(libc.syscall(324, 1, 0, 0) == 0))  # MEMBARRIER_CMD_GLOBAL
