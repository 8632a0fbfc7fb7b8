"""Changes the times of the canary, which Landlock does not cover; must change nothing.

harm: wrote
stopped by: kernel
needs: root
"""

import os

import numpy as np


def f(x):
    os.utime("@CANARY@", (1, 1))
    return x + 0 * np.ones(1) * len(os.sep)
