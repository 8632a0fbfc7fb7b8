"""Asks for a process on a terminal of its own with forkpty; neither may come of it.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    pid, terminal = os.forkpty()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return np.array([float(terminal)])
