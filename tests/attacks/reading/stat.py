"""Asks whether a path exists and how large it is, which Landlock does not cover; must learn nothing.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    return np.array([os.stat("@CANARY@").st_size])
