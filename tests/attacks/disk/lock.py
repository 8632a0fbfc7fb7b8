"""Locks the canary, so that a careful grader would wait for ever; must get no lock.

harm: took
stopped by: kernel
"""

import os
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
EXCLUSIVE, AT_ONCE = 2, 4


def f(x):
    refused = ctypes.CDLL(None).flock(os.open("@CANARY@", os.O_RDONLY), EXCLUSIVE | AT_ONCE)
    return np.array([1 + refused])
