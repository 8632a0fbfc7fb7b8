"""Renames the canary; must change nothing.

harm: wrote
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    os.rename("@CANARY@", "@FOLDER@/gone")
    return x + 0 * np.ones(1) * len(os.sep)
