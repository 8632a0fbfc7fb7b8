"""Makes its own memory readable again for other processes of its user.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    libc.prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE
    return np.array([float(libc.prctl(3, 0, 0, 0, 0))])  # PR_GET_DUMPABLE
