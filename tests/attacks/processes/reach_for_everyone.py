"""Asks whether it may signal every process there is, with a signal that does nothing.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    os.kill(-1, 0)
    return np.array([1.0])
