"""Forks with the function that Python has for it; no process may come of it.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return np.array([1.0])
