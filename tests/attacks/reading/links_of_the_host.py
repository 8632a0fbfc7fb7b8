"""Reads the names of the files that the grader has open; must learn none.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    return np.array([len(os.readlink("/proc/@HOST_PID@/fd/9"))])
