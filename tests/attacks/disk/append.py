"""Appends to the canary; must change nothing.

harm: wrote
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    with open("@CANARY@", "a") as file:
        file.write("mine")
    return x + 0 * np.ones(1) * len(os.sep)
