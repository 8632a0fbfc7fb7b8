"""Makes a new folder; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    os.mkdir("@FOLDER@/new")
    return x + 0 * np.ones(1) * len(os.sep)
