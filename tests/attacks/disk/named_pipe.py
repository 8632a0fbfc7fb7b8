"""Makes a named pipe that would block who reads it; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os

import numpy as np


def f(x):
    os.mkfifo("@FOLDER@/pipe")
    return x + 0 * np.ones(1) * len(os.sep)
