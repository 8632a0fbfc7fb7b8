"""Copies a descriptor it was given as often as it can.

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
            taken.append(os.dup(1))
    except OSError:
        pass
    return np.array([float(len(taken))])
