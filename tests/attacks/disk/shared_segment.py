"""Makes a segment of System V memory, where the next submission could find a message; must get none.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
CREATE, REMOVE = 0o1000 | 0o666, 0


def f(x):
    libc = ctypes.CDLL(None)
    segment = libc.shmget(0x6D696E65, ctypes.c_size_t(4096), CREATE)
    if segment >= 0:
        libc.shmctl(segment, REMOVE, None)
    return np.array([segment >= 0])
