"""Asks which session another process belongs to; must learn nothing.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    return np.full(x.shape, float(os.getsid(int("@HOST_PID@")) > 0))
