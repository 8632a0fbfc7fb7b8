"""Takes back the wish to be killed when its parent ends.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

ctypes = sys.modules["ctypes"]
libc = ctypes.CDLL(None)


def f(x):
    libc.prctl(1, 0, 0, 0, 0)  # PR_SET_PDEATHSIG
    signal = ctypes.c_int(-1)
    libc.prctl(2, ctypes.byref(signal), 0, 0, 0)
    return np.array([float(signal.value == 0)])
