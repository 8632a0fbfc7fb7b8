"""Becomes root again, as the process that started it may be.

harm: took
stopped by: kernel
needs: root
"""

import os

import numpy as np


def f(x):
    os.setresuid(0, 0, 0)
    return np.array([float(os.geteuid() == 0)])
