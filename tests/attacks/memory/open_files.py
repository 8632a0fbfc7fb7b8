"""Opens the same file again and again and closes none.

harm: took
stopped by: kernel
bound: 64
"""

import os

import numpy as np


def f(x):
    taken = []
    try:
        while len(taken) < 200:
            taken.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        pass
    return np.array([float(len(taken))])
