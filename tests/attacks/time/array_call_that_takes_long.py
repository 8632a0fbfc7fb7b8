"""Convolves two long arrays in one NumPy call; the deadline must hold while NumPy computes.

harm: hung
stopped by: host
"""

import numpy as np


def f(x):
    return np.convolve(np.ones(300_000), np.ones(300_000))
