"""Makes a set of System V semaphores, of which a machine has only so many.

harm: took
stopped by: kernel
"""

import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    semaphores = libc.semget(0, 8, 0o1600)
    if semaphores >= 0:
        libc.semctl(semaphores, 0, 0, None)
    return np.array([float(semaphores >= 0)])
