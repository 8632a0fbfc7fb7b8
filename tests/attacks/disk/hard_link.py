"""Gives the canary a second name; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    os.link("@CANARY@", "@FOLDER@/second")
    return x + 0 * np.ones(1) * len(os.sep)
