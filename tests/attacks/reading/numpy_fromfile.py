"""Lets numpy read the canary, whose C code asks no Python; must be refused.

harm: read
stopped by: kernel
"""

import numpy as np


def f(x):
    return np.fromfile("@CANARY@", dtype=np.uint8)
