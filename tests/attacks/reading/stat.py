"""Asks for the size of the canary, which Landlock does not cover; must learn nothing.

harm: took
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    return np.array([os.stat("@CANARY@").st_size])
