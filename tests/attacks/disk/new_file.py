"""Makes a new file beside the canary; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    os.close(os.open("@FOLDER@/new", os.O_CREAT | os.O_WRONLY))
    return x + 0 * np.ones(1) * len(os.sep)
