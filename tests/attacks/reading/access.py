"""Asks whether a file may be read, which opens nothing; must learn nothing.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    return np.array([os.access("@CANARY@", os.R_OK)])
