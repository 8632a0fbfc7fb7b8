"""Lets numpy write a file; must leave no trace.

harm: wrote
stopped by: kernel
"""

import numpy as np


def f(x):
    np.save("@FOLDER@/weights.npy", x)
    return x
