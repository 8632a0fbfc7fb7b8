"""Takes a lease on the gradebook, which makes the kernel hold up whoever opens it; must get none.

harm: took
stopped by: kernel
"""

import os
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
SET_LEASE, FOR_WRITERS = 1024, 0


def f(x):
    descriptor = os.open("@FOLDER@/gradebook.csv", os.O_RDONLY)
    refused = ctypes.CDLL(None).fcntl(descriptor, SET_LEASE, ctypes.c_long(FOR_WRITERS))
    os.close(descriptor)  # the lease ends here
    return np.array([1 + refused])
