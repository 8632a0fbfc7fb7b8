"""Cuts the canary off without opening it; must change nothing.

harm: wrote
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    os.truncate("@CANARY@", 0)
    return x + 0 * np.ones(1) * len(os.sep)
